using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Log;

/// <summary>The actions that our checkpoints hold, as DuckDB types (Delta protocol, checkpoint schema).</summary>
internal static class CheckpointColumns
{
    private const string TextMap = "MAP(VARCHAR, VARCHAR)";
    private const string DeletionVector = "STRUCT(storageType VARCHAR, pathOrInlineDv VARCHAR, \"offset\" INTEGER, sizeInBytes INTEGER, cardinality BIGINT)";
    private static readonly (string Name, string Type)[] RowTracking = [("baseRowId", "BIGINT"), ("defaultRowCommitVersion", "BIGINT")];

    private static readonly (string Name, (string Name, string Type)[] Fields)[] Actions =
    [
        ("protocol", [("minReaderVersion", "INTEGER"), ("minWriterVersion", "INTEGER"), ("readerFeatures", "VARCHAR[]"), ("writerFeatures", "VARCHAR[]")]),
        ("metaData",
        [
            ("id", "VARCHAR"), ("name", "VARCHAR"), ("description", "VARCHAR"), ("format", $"STRUCT(provider VARCHAR, options {TextMap})"), ("schemaString", "VARCHAR"),
            ("partitionColumns", "VARCHAR[]"), ("createdTime", "BIGINT"), ("configuration", TextMap),
        ]),
        ("txn", [("appId", "VARCHAR"), ("version", "BIGINT"), ("lastUpdated", "BIGINT")]),
        ("domainMetadata", [("domain", "VARCHAR"), ("configuration", "VARCHAR"), ("removed", "BOOLEAN")]),
        ("add",
        [
            ("path", "VARCHAR"), ("partitionValues", TextMap), ("size", "BIGINT"), ("modificationTime", "BIGINT"), ("dataChange", "BOOLEAN"), ("stats", "VARCHAR"), ("tags", TextMap),
            ("deletionVector", DeletionVector), .. RowTracking, ("clusteringProvider", "VARCHAR"),
        ]),
        ("remove",
        [
            ("path", "VARCHAR"), ("deletionTimestamp", "BIGINT"), ("dataChange", "BOOLEAN"), ("extendedFileMetadata", "BOOLEAN"), ("partitionValues", TextMap), ("size", "BIGINT"),
            ("deletionVector", DeletionVector), .. RowTracking,
        ]),
    ];

    private static readonly Dictionary<string, HashSet<string>> Known =
        Actions.ToDictionary(a => a.Name, a => a.Fields.Select(f => f.Name).ToHashSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>True when the protocol's checkpoints have the field.</summary>
    public static bool IsKnown(string action, string field) => Known[action].Contains(field);

    /// <summary>A statement that turns lines of commit JSON into a classic checkpoint.</summary>
    /// <param name="linesFile">The lines.</param>
    /// <param name="checkpointFile">The checkpoint to write.</param>
    /// <param name="unknown">Fields of the lines that <see cref="IsKnown"/> denies.</param>
    public static string WriteStatement(string linesFile, string checkpointFile, UnknownFields unknown)
    {
        var columns = Actions.Select(a => $"{Identifier(a.Name)}: {Literal(JsonShape.Struct(a.Fields.Concat(unknown.Of(a.Name))))}");
        return $"COPY (SELECT * FROM read_json({Literal(linesFile)}, format='newline_delimited', columns={{{string.Join(", ", columns)}}})) "
            + $"TO {Literal(checkpointFile)} (FORMAT parquet, COMPRESSION zstd)";
    }
}

using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Log;

/// <summary>The actions that checkpoints hold, as DuckDB types (Delta protocol, checkpoint schema).</summary>
internal static class CheckpointColumns
{
    private const string TextMap = "MAP(VARCHAR, VARCHAR)";
    private const string DeletionVector = "STRUCT(storageType VARCHAR, pathOrInlineDv VARCHAR, \"offset\" INTEGER, sizeInBytes INTEGER, cardinality BIGINT)";
    private const string RowTracking = "baseRowId BIGINT, defaultRowCommitVersion BIGINT";

    /// <summary>Name, type, and a field that is never null where the action is present.</summary>
    public static IReadOnlyList<(string Name, string Type, string Required)> All { get; } =
    [
        ("protocol", "STRUCT(minReaderVersion INTEGER, minWriterVersion INTEGER, readerFeatures VARCHAR[], writerFeatures VARCHAR[])", "minReaderVersion"),
        ("metaData",
            $"STRUCT(id VARCHAR, name VARCHAR, description VARCHAR, format STRUCT(provider VARCHAR, options {TextMap}), schemaString VARCHAR, "
            + $"partitionColumns VARCHAR[], createdTime BIGINT, configuration {TextMap})", "id"),
        ("txn", "STRUCT(appId VARCHAR, version BIGINT, lastUpdated BIGINT)", "appId"),
        ("domainMetadata", "STRUCT(domain VARCHAR, configuration VARCHAR, removed BOOLEAN)", "domain"),
        ("add",
            $"STRUCT(path VARCHAR, partitionValues {TextMap}, size BIGINT, modificationTime BIGINT, dataChange BOOLEAN, stats VARCHAR, tags {TextMap}, "
            + $"deletionVector {DeletionVector}, {RowTracking}, clusteringProvider VARCHAR)", "path"),
        ("remove",
            $"STRUCT(path VARCHAR, deletionTimestamp BIGINT, dataChange BOOLEAN, extendedFileMetadata BOOLEAN, partitionValues {TextMap}, size BIGINT, "
            + $"deletionVector {DeletionVector}, {RowTracking})", "path"),
    ];

    /// <summary>A statement that turns lines of commit JSON into a classic checkpoint.</summary>
    public static string WriteStatement(string linesFile, string checkpointFile)
    {
        var columns = string.Join(", ", All.Select(c => $"{Identifier(c.Name)}: {Literal(c.Type)}"));
        return $"COPY (SELECT * FROM read_json({Literal(linesFile)}, format='newline_delimited', columns={{{columns}}})) "
            + $"TO {Literal(checkpointFile)} (FORMAT parquet, COMPRESSION zstd)";
    }
}

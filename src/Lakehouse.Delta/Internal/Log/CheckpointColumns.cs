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

    /// <summary>The pointer of a V2 checkpoint to the file that holds its adds and removes.</summary>
    public static (string Name, string Type, string Required) Sidecar { get; } = ("sidecar", "STRUCT(path VARCHAR, sizeInBytes BIGINT)", "path");

    /// <summary>A query for the file's actions, one line of commit JSON a row; absent columns and fields count as null.</summary>
    public static string ReadQuery(IEnumerable<string> files)
    {
        var columns = All.Append(Sidecar).ToList();
        var schema = string.Join(", ", columns.Select(c => $"{Literal(c.Name)}: {{name: {Literal(c.Name)}, type: {Literal(c.Type)}, default_value: NULL}}"));
        var cases = string.Join(
            " ",
            columns.Select(c => $$"""WHEN {{Identifier(c.Name)}}.{{Identifier(c.Required)}} IS NOT NULL THEN '{"{{c.Name}}":' || to_json({{Identifier(c.Name)}}) || '}'"""));
        var paths = string.Join(", ", files.Select(f => Literal(DuckDb.ParquetFiles.EscapeGlob(f))));
        return $"SELECT CASE {cases} END FROM read_parquet([{paths}], hive_partitioning=false, schema=MAP {{{schema}}})";
    }

    /// <summary>A statement that turns lines of commit JSON into a classic checkpoint.</summary>
    public static string WriteStatement(string linesFile, string checkpointFile)
    {
        var columns = string.Join(", ", All.Select(c => $"{Identifier(c.Name)}: {Literal(c.Type)}"));
        return $"COPY (SELECT * FROM read_json({Literal(linesFile)}, format='newline_delimited', columns={{{columns}}})) "
            + $"TO {Literal(checkpointFile)} (FORMAT parquet, COMPRESSION zstd)";
    }
}

using Lakehouse.Delta.DuckDb;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Log;

/// <summary>The query that reads a checkpoint: its adds column by column, every other action as a line of commit JSON.</summary>
/// <remarks>Adds are most of a large checkpoint; spelling each as JSON only to parse it again costs several times as much as reading it.</remarks>
internal static class CheckpointQuery
{
    public const int Path = 0;
    public const int Size = 1;
    public const int ModificationTime = 2;
    public const int DataChange = 3;
    public const int Stats = 4;
    public const int PartitionValues = 5;
    public const int HasDeletionVector = 6;
    public const int AddedInVersion = 7;
    public const int Others = 8;
    public const int Action = 9;

    private static readonly string[] Fields = ["path", "partitionValues", "size", "modificationTime", "dataChange", "stats", "stats_parsed", "partitionValues_parsed"];

    /// <summary>Actions, each with a field that is never null where it is present.</summary>
    private static readonly (string Name, string Required)[] Actions =
        [("protocol", "minReaderVersion"), ("metaData", "id"), ("txn", "appId"), ("domainMetadata", "domain"), ("remove", "path"), ("sidecar", "path")];

    public static string Build(CheckpointSchema schema, IEnumerable<string> files)
    {
        var paths = string.Join(", ", files.Select(f => Literal(ParquetFiles.EscapeGlob(f))));
        return $"SELECT {string.Join(", ", Add(schema))}, {Other(schema)} FROM read_parquet([{paths}], hive_partitioning=false)";
    }

    private static IEnumerable<string> Add(CheckpointSchema schema)
    {
        // Some writers give files without a deletion vector one whose fields are all null.
        const string HasVector = "coalesce(\"add\".deletionVector.storageType, \"add\".deletionVector.pathOrInlineDv) IS NOT NULL";
        string Field(string name, string type) => schema.Has("add", name) ? $"CAST(\"add\".{Identifier(name)} AS {type})" : $"CAST(NULL AS {type})";
        string Json(string name) => schema.Has("add", name) ? $"CAST(to_json(\"add\".{Identifier(name)}) AS VARCHAR)" : "CAST(NULL AS VARCHAR)";

        yield return Field("path", "VARCHAR");
        yield return Field("size", "BIGINT");
        yield return Field("modificationTime", "BIGINT");
        yield return Field("dataChange", "BOOLEAN");
        yield return $"coalesce({Field("stats", "VARCHAR")}, {Json("stats_parsed")})";
        yield return Json("partitionValues");
        yield return schema.Has("add", "deletionVector") ? HasVector : "false";
        yield return schema.Has("add", "tags") ? $"TRY_CAST(\"add\".tags[{Literal(ActionParser.AddedInVersionTag)}] AS BIGINT)" : "CAST(NULL AS BIGINT)";

        // A null field adds nothing to the text, hence concat_ws.
        string Member(string field) => $"{Literal(JsonText.Quote(field) + ":")} || to_json(\"add\".{Identifier(field)})";
        var others = schema.Fields("add").Except(Fields, StringComparer.OrdinalIgnoreCase)
            .Select(f => string.Equals(f, "deletionVector", StringComparison.OrdinalIgnoreCase) ? $"CASE WHEN {HasVector} THEN {Member(f)} END" : Member(f))
            .ToList();
        yield return others.Count == 0 ? "CAST(NULL AS VARCHAR)" : $"NULLIF('{{' || concat_ws(',', {string.Join(", ", others)}) || '}}', '{{}}')";
    }

    private static string Other(CheckpointSchema schema)
    {
        var cases = Actions.Where(a => schema.Has(a.Name))
            .Select(a => $$"""WHEN {{Identifier(a.Name)}}.{{Identifier(a.Required)}} IS NOT NULL THEN '{"{{a.Name}}":' || to_json({{Identifier(a.Name)}}) || '}'""")
            .ToList();
        return cases.Count == 0 ? "CAST(NULL AS VARCHAR)" : $"CASE {string.Join(" ", cases)} END";
    }
}

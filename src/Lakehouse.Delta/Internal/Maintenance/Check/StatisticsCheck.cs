using System.Text.Json;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.Scanning;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Maintenance.Check;

/// <summary>Holds a file's rows against the statistics that the log has of it.</summary>
/// <remarks>
/// One query a file, which reads every column, in the engine's own comparisons, so that a mistake in how readers compare bounds shows.
/// Bounds may be wide; instants in them are cut to milliseconds, and NaN is in none. With a deletion vector the statistics are those of all rows, so that null counts are not compared.
/// </remarks>
internal static class StatisticsCheck
{
    public static async Task<IReadOnlyList<string>> DifferencesAsync(Snapshot snapshot, DataFile file, DuckDbSession session, CancellationToken ct)
    {
        using var statistics = JsonDocument.Parse(file.StatsJson ?? "{}");
        var physical = new PhysicalColumns(snapshot);
        var stored = snapshot.Schema.Columns.Where(c => !physical.IsPartition(c)).ToList();
        if (stored.Count == 0) return [];
        var checks = stored.Where(c => c.Type is PrimitiveType)
            .SelectMany(c => Checks(c, physical.Name(c), statistics.RootElement, exactNulls: file.Key.DeletionVector is null)).ToList();
        checks.AddRange(stored.Select(c => (ReadAll(c), "")));
        var rows = await snapshot.Scan([file]).ToSqlAsync(session, ct);
        var broken = session.Read($"SELECT {string.Join(", ", checks.Select(c => c.Sql))} FROM {rows}", reader =>
        {
            reader.Read();
            return checks.Where((_, i) => !reader.IsDBNull(i) && reader.GetBoolean(i)).Select(c => c.What).ToList();
        }, ct);
        return broken;
    }

    /// <summary>Never TRUE, but cannot be answered without every value: from footers alone the engine would answer counts and bounds.</summary>
    private static string ReadAll(TableColumn column) => $"bit_xor(hash({Identifier(column.Name)})) IS NULL AND count(*) > 0";

    /// <summary>Conditions over all rows that are TRUE where statistics are wrong.</summary>
    private static IEnumerable<(string Sql, string What)> Checks(TableColumn column, string physicalName, JsonElement statistics, bool exactNulls)
    {
        var name = Identifier(column.Name);
        var type = ((PrimitiveType)column.Type).Name;
        if (exactNulls && Find(statistics, "nullCount", physicalName) is { ValueKind: JsonValueKind.Number } nulls)
            yield return ($"count(*) FILTER ({name} IS NULL) != {nulls.GetRawText()}", $"column {column.Name} has another number of NULLs than its statistics say");
        if (type is "binary" or "boolean") yield break;
        var value = type is "float" or "double" ? $"CASE WHEN isnan({name}) THEN NULL ELSE {name} END" : name;
        if (Bound(statistics, "minValues", physicalName, column.Type) is { } min)
            yield return ($"min({value}) < {min}", $"column {column.Name} has values below the minimum of its statistics");
        if (Bound(statistics, "maxValues", physicalName, column.Type) is not { } max) yield break;
        var slack = type is "timestamp" or "timestamp_ntz" ? " + INTERVAL 1 MILLISECOND" : "";
        yield return ($"max({value}) > {max}{slack}", $"column {column.Name} has values above the maximum of its statistics");
    }

    private static string? Bound(JsonElement statistics, string kind, string column, DeltaType type) => Find(statistics, kind, column) switch
    {
        { ValueKind: JsonValueKind.String } text => $"TRY_CAST({Literal(text.GetString()!)} AS {type.DuckDbType})",
        { ValueKind: JsonValueKind.Number } number => $"TRY_CAST({Literal(number.GetRawText())} AS {type.DuckDbType})",
        _ => null,
    };

    private static JsonElement? Find(JsonElement statistics, string kind, string column) =>
        statistics.ValueKind == JsonValueKind.Object && statistics.TryGetProperty(kind, out var group) && group.ValueKind == JsonValueKind.Object
        && group.TryGetProperty(column, out var value)
            ? value
            : null;
}

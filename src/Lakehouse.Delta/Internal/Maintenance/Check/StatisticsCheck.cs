using System.Text.Json;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.Scanning;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Maintenance.Check;

/// <summary>Holds a file's rows against the statistics that the log has of it.</summary>
/// <remarks>
/// One query a file, in the engine's own comparisons, so that a mistake in how readers compare bounds shows. Bounds may be wide; instants in them are cut to milliseconds, and
/// NaN is in none. With a deletion vector the statistics are those of all rows, so that null counts are not compared.
/// </remarks>
internal static class StatisticsCheck
{
    public static async Task<IReadOnlyList<string>> DifferencesAsync(Snapshot snapshot, DataFile file, DuckDbSession session, CancellationToken ct)
    {
        if (file.StatsJson is not { } text) return [];
        using var statistics = JsonDocument.Parse(text);
        var physical = new PhysicalColumns(snapshot);
        var checks = snapshot.Schema.Columns.Where(c => c.Type is PrimitiveType && !physical.IsPartition(c))
            .SelectMany(c => Checks(c, physical.Name(c), statistics.RootElement, exactNulls: file.Key.DeletionVector is null)).ToList();
        if (checks.Count == 0) return [];
        var columns = snapshot.Schema.Columns.Where(c => c.Type is PrimitiveType && !physical.IsPartition(c)).Select(c => c.Name).ToList();
        var rows = await snapshot.Scan([file]).Select(columns).ToSqlAsync(session, ct);
        var broken = session.Read($"SELECT {string.Join(", ", checks.Select(c => c.Sql))} FROM {rows}", reader =>
        {
            reader.Read();
            return checks.Where((_, i) => !reader.IsDBNull(i) && reader.GetBoolean(i)).Select(c => c.What).ToList();
        }, ct);
        return broken;
    }

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

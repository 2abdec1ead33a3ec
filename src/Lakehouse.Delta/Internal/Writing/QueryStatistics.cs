using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Turns what COPY … (RETURN_STATS) tells of a file into the log's statistics; what cannot be said exactly is left out.</summary>
internal static class QueryStatistics
{
    /// <summary>The leaves of a column; lists and maps have none.</summary>
    public static IEnumerable<LeafStatistics> Leaves(IReadOnlyList<string> path, DeltaType type, IDictionary statistics)
    {
        if (type is StructType s) return s.Fields.SelectMany(f => Leaves([.. path, f.Name], f.Type, statistics));
        return type is PrimitiveType primitive && Leaf(path, primitive, statistics) is { } leaf ? [leaf] : [];
    }

    /// <summary>One figure of a column, or null.</summary>
    /// <param name="statistics">Figures by column.</param>
    /// <param name="column">The column's quoted path.</param>
    /// <param name="kind">min, max, null_count or has_nan.</param>
    public static string? Text(IDictionary statistics, string column, string kind) =>
        statistics.Contains(column) && statistics[column] is IDictionary figures && figures.Contains(kind) ? figures[kind] as string : null;

    private static LeafStatistics? Leaf(IReadOnlyList<string> path, PrimitiveType type, IDictionary statistics)
    {
        var column = string.Join(".", path.Select(Identifier));
        if (!long.TryParse(Text(statistics, column, "null_count"), out var nulls)) return null;
        var (min, max) = (Text(statistics, column, "min"), Text(statistics, column, "max"));
        if (min is null || max is null || Text(statistics, column, "has_nan") == "true") return new LeafStatistics(path, Min: null, Max: null, nulls);
        return new LeafStatistics(path, Bound(type.Name, min, upper: false), Bound(type.Name, max, upper: true), nulls);
    }

    private static JsonNode? Bound(string type, string text, bool upper) => type switch
    {
        "long" or "integer" or "short" or "byte" => LeafStatistics.Number(text),
        "double" => double.TryParse(text, CultureInfo.InvariantCulture, out var d) && double.IsFinite(d)
            ? LeafStatistics.Number(d.ToString("R", CultureInfo.InvariantCulture)) : null,
        "float" => float.TryParse(text, CultureInfo.InvariantCulture, out var f) && float.IsFinite(f) ? LeafStatistics.Number(f.ToString("R", CultureInfo.InvariantCulture)) : null,
        "string" => upper ? LeafStatistics.TextMax(text) : LeafStatistics.TextMin(text),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _) ? text : null,
        "timestamp" => Timestamp(text, utc: true),
        "timestamp_ntz" => Timestamp(text, utc: false),
        // A decimal without digits before the point comes as .5 and -.5, which JSON does not know.
        _ when ParquetLayout.DecimalParts(type) is not null => LeafStatistics.Number(text.StartsWith('.') ? "0" + text : text.Replace("-.", "-0.", StringComparison.Ordinal)),
        _ => null,
    };

    private static JsonNode? Timestamp(string text, bool utc)
    {
        var clock = utc && text.EndsWith("+00", StringComparison.Ordinal) ? text[..^3] : text;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTime.TryParseExact(clock, "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture, Utc, out var time)) return null;
        return LeafStatistics.Timestamp((time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, utc);
    }
}

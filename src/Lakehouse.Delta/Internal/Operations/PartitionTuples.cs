using System.Globalization;
using Lakehouse.Delta.Internal.Predicates;
using Lakehouse.Delta.Internal.Scanning;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>Partitions by their values, whatever the spelling that a writer chose for them.</summary>
/// <param name="snapshot">The table.</param>
internal sealed class PartitionTuples(Snapshot snapshot)
{
    /// <summary>A condition over more partitions than this is not worth its length.</summary>
    private const int MostInCondition = 100;

    private readonly PhysicalColumns physical = new(snapshot);
    private readonly List<TableColumn> columns = [.. snapshot.PartitionColumns.Select(p => snapshot.Schema.Columns.First(c => c.Name == p))];

    /// <summary>The same text for the same partition.</summary>
    public string Key(IReadOnlyDictionary<string, string?> values) => string.Concat(columns.Select(c => Text(c, values) is { } text ? $"{text.Length}:{text}" : "-"));

    /// <summary>The condition of being in one of the partitions, or null where their values have no literal.</summary>
    public ScanPredicate? Condition(IReadOnlyList<IReadOnlyDictionary<string, string?>> partitions)
    {
        if (partitions.Count > MostInCondition) return null;
        ScanPredicate? any = null;
        foreach (var partition in partitions)
        {
            ScanPredicate? all = null;
            foreach (var column in columns)
            {
                if (Equal(column, Text(column, partition)) is not { } equal) return null;
                all = all is null ? equal : new AndPredicate(all, equal);
            }

            any = any is null ? all : new OrPredicate(any, all!);
        }

        return any;
    }

    private string? Text(TableColumn column, IReadOnlyDictionary<string, string?> values)
    {
        if (!PhysicalColumns.TryPartitionText(values, physical.Name(column), out var text) || string.IsNullOrEmpty(text)) return null;
        var type = ((PrimitiveType)column.Type).Name;
        return type switch
        {
            "timestamp" or "timestamp_ntz" when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => $"{time.UtcTicks}",
            "float" when float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number.ToString("R", CultureInfo.InvariantCulture),
            "double" when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number.ToString("R", CultureInfo.InvariantCulture),
            "boolean" => text.ToLowerInvariant(),
            _ when ExactComparison.Range(type) is var (scale, _, _) && ExactNumber.TryParse(text)?.AtScale(scale) is (var unscaled, true) =>
                unscaled.ToString(CultureInfo.InvariantCulture),
            _ => text,
        };
    }

    private static ScanPredicate? Equal(TableColumn column, string? text)
    {
        if (text is null) return new IsNullPredicate(column.Name);
        object? literal = ((PrimitiveType)column.Type).Name switch
        {
            "string" => text,
            "long" or "integer" or "short" or "byte" => long.Parse(text, CultureInfo.InvariantCulture),
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
            "boolean" => text == "true",
            _ => null,
        };
        return literal is null ? null : new ComparePredicate(column.Name, "=", literal);
    }
}

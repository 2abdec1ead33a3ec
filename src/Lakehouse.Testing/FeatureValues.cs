using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing;

/// <summary>The features of one key or request, by column name.</summary>
public sealed class FeatureValues
{
    private readonly Dictionary<string, (object? Value, ExpectedStatus Status)> columns;

    internal FeatureValues(ViewDefinition view, Value[] values, ExpectedStatus[] statuses) =>
        columns = view.Columns.Select((c, i) => (c.Name, (ClrValues.ToClr(values[i], c.Type), statuses[i]))).ToDictionary(p => p.Name, p => p.Item2, StringComparer.Ordinal);

    /// <summary>The value as bool, long, decimal, double, string, DateTimeOffset, DateOnly, byte[] or double?[]; null unless present.</summary>
    public object? this[string column] => Find(column).Value;

    /// <summary>The status of a column.</summary>
    public ExpectedStatus Status(string column) => Find(column).Status;

    private (object? Value, ExpectedStatus Status) Find(string column) => columns.TryGetValue(column, out var found)
        ? found
        : throw new ArgumentException($"The view has no column {column}; it has {string.Join(", ", columns.Keys)}.", nameof(column));
}

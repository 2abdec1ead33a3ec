using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Testing.Internal;

namespace Lakehouse.Testing;

/// <summary>The features of one key or request, by column name.</summary>
public sealed class FeatureValues
{
    private readonly Dictionary<string, Cell> cells;

    internal FeatureValues(ViewDefinition view, Value[] values, ExpectedStatus[] statuses)
    {
        View = view.Id;
        Columns = [.. view.Columns.Select(c => c.Name)];
        cells = view.Columns.Select((c, i) => new Cell(c.Name, c.Type, values[i], statuses[i])).ToDictionary(c => c.Name, StringComparer.Ordinal);
    }

    /// <summary>The view that they belong to.</summary>
    public VersionedName View { get; }

    /// <summary>The names of its columns, in the view's order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The value as bool, long, decimal, double, string, DateTimeOffset, DateOnly, byte[] or double?[]; null unless present.</summary>
    /// <exception cref="ArgumentException">The view has no such column.</exception>
    public object? this[string column] => Find(column).Clr;

    /// <summary>The status of a column.</summary>
    /// <exception cref="ArgumentException">The view has no such column.</exception>
    public ExpectedStatus Status(string column) => Find(column).Status;

    /// <summary>All columns with their values and statuses, for messages.</summary>
    public override string ToString() => $"{View}: {string.Join(", ", Columns.Select(c => $"{c}={cells[c].Text}"))}";

    internal Cell Find(string column) => cells.TryGetValue(column, out var found)
        ? found
        : throw new ArgumentException($"The view {View} has no column {column}; it has {string.Join(", ", Columns)}.", nameof(column));

    internal sealed record Cell(string Name, DataType Type, Value Value, ExpectedStatus Status)
    {
        internal object? Clr => ClrValues.ToClr(Value, Type);

        internal string Text => Status == ExpectedStatus.Present ? ValueDisplay.Of(Value, Type) : Status.ToString().ToUpperInvariant();
    }
}

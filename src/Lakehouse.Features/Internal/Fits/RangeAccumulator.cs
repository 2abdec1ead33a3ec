using System.Text.Json.Nodes;

namespace Lakehouse.Features.Internal.Fits;

/// <summary>Smallest and greatest finite value.</summary>
internal sealed class RangeAccumulator(DataType type) : FitAccumulator
{
    private long count;
    private long least = long.MaxValue;
    private long greatest = long.MinValue;

    internal override void Add(Value value, Value label, long spineRow)
    {
        if (SortableNumber.TryOf(value, type) is not { } number) return;
        count++;
        least = Math.Min(least, number);
        greatest = Math.Max(greatest, number);
    }

    internal override JsonObject Finish() => new()
    {
        ["count"] = count,
        ["min"] = count == 0 ? null : ValueText.Of(SortableNumber.ToValue(least, type), type),
        ["max"] = count == 0 ? null : ValueText.Of(SortableNumber.ToValue(greatest, type), type),
    };
}

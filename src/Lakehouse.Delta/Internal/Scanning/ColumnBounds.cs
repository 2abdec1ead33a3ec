using System.Text;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>What is known of a column's values in one file.</summary>
/// <param name="Min">A value that is not greater than any; null when unknown.</param>
/// <param name="Max">A value that is not less than any; null when unknown.</param>
/// <param name="MayHaveNulls">False when no value is NULL.</param>
/// <param name="MayHaveValues">False when every value is NULL.</param>
/// <param name="IsExact">True when <paramref name="Min"/> and <paramref name="Max"/> occur as they stand.</param>
internal sealed record ColumnBounds(IComparable? Min, IComparable? Max, bool MayHaveNulls, bool MayHaveValues, bool IsExact)
{
    /// <summary>True when a value may be NaN, which is greater than every number; writers differ in whether their bounds count it.</summary>
    public bool MayHoldNaN { get; init; }

    public static ColumnBounds Unknown { get; } = new(Min: null, Max: null, MayHaveNulls: true, MayHaveValues: true, IsExact: false);

    public static ColumnBounds OfPartition(string? text, PrimitiveType type)
    {
        if (string.IsNullOrEmpty(text)) return new(Min: null, Max: null, MayHaveNulls: true, MayHaveValues: false, IsExact: false);
        var value = BoundValue.OfPartition(text, type.Name);
        return new(value, value, MayHaveNulls: false, MayHaveValues: true, IsExact: value is not null);
    }

    /// <summary>The bounds by a file's statistics; a deletion vector leaves them as wide as before it, which excludes nothing wrongly.</summary>
    /// <param name="file">The file.</param>
    /// <param name="physicalName">The column in the statistics.</param>
    /// <param name="type">Its type now.</param>
    /// <param name="wasFloat">Whether it was widened from float, so that old files' bounds are texts of floats.</param>
    public static ColumnBounds OfStatistics(DataFile file, ReadOnlySpan<byte> physicalName, PrimitiveType type, bool wasFloat = false)
    {
        var statistics = file.Statistics.Column(physicalName);
        if (statistics is not { Records: { } records, Nulls: { } nulls }) return Unknown;
        var min = BoundValue.OfStatistics(statistics.Min, type.Name, upper: false);
        var max = BoundValue.OfStatistics(statistics.Max, type.Name, upper: true);
        if (wasFloat)
        {
            // A float's shortest text is another double than the float itself, on either side of it.
            min = min is double low ? Math.Min(low, (float)low) : null;
            max = max is double high ? Math.Max(high, (float)high) : null;
        }

        return new(min, max, MayHaveNulls: nulls > 0, MayHaveValues: nulls < records, IsExact: type.Name is "long" or "integer" or "short" or "byte" or "date")
        {
            MayHoldNaN = type.Name is "double" or "float",
        };
    }

    public static ColumnBounds OfStatistics(DataFile file, string physicalName, PrimitiveType type, bool wasFloat = false) =>
        OfStatistics(file, Encoding.UTF8.GetBytes(physicalName), type, wasFloat);

    /// <summary>The sign of lower bound minus literal, or null when they cannot be compared.</summary>
    public int? CompareMin(object literal) => Compare(Min, literal);

    /// <summary>The sign of upper bound minus literal, or null when they cannot be compared.</summary>
    public int? CompareMax(object literal) => Compare(Max, literal);

    private static int? Compare(IComparable? bound, object literal) =>
        bound is not null && BoundValue.OfLiteral(literal, bound) is { } value ? bound.CompareTo(value) : null;
}

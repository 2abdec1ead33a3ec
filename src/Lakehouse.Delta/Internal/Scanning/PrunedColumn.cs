using System.Text;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>A column of a condition, asked for its bounds in one file after another.</summary>
/// <remarks>Conditions ask a file for a column several times, and many files have the same partition value: neither is worked out twice.</remarks>
/// <param name="type">The column's type.</param>
/// <param name="physicalName">Its name in the log.</param>
/// <param name="isPartition">Whether its values are partition values.</param>
/// <param name="wasFloat">Whether it was widened from float.</param>
internal sealed class PrunedColumn(PrimitiveType type, string physicalName, bool isPartition, bool wasFloat)
{
    private readonly byte[] utf8Name = Encoding.UTF8.GetBytes(physicalName);
    private readonly Dictionary<string, ColumnBounds> partitions = [];
    private DataFile? latest;
    private ColumnBounds bounds = ColumnBounds.Unknown;

    public ColumnBounds Bounds(DataFile file)
    {
        if (ReferenceEquals(file, latest)) return bounds;
        latest = file;
        return bounds = isPartition ? OfPartition(file) : ColumnBounds.OfStatistics(file, utf8Name, type, wasFloat);
    }

    /// <summary>A file without a value is kept, so that the reader comes upon it and says so.</summary>
    private ColumnBounds OfPartition(DataFile file) =>
        PhysicalColumns.TryPartitionText(file.PartitionValues, physicalName, out var text) ? OfPartition(text ?? "") : ColumnBounds.Unknown;

    private ColumnBounds OfPartition(string text)
    {
        if (!partitions.TryGetValue(text, out var known)) partitions[text] = known = ColumnBounds.OfPartition(text, type);
        return known;
    }
}

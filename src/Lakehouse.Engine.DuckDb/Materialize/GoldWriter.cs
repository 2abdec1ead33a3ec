using System.Text;
using Lakehouse.Delta.Writing;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Materialize;

/// <summary>Appends computed blocks to gold's data files, column by column.</summary>
/// <param name="writer">Files of the run's transaction, laid out by <see cref="Layout"/>.</param>
/// <param name="view">The view.</param>
/// <param name="knownAtMicros">The stamp of all rows.</param>
/// <param name="overflows">Where overflows go.</param>
/// <param name="groupRows">Rows of a row group, as the layout says.</param>
internal sealed class GoldWriter(DataFileWriter writer, EntityViewDefinition view, long knownAtMicros, OverflowLog overflows, int groupRows = GoldWriter.RowGroupRows)
{
    /// <summary>Rows of a row group in <see cref="Layout"/>.</summary>
    public const int RowGroupRows = 122_880;

    /// <summary>Rows of a row group in <see cref="VanishedLayout"/>; such rows are few, and a small buffer costs little.</summary>
    public const int VanishedGroupRows = 4_096;

    /// <summary>Tag of files that hold only rows at instants that no event of silver gives any more; compaction keeps tags apart.</summary>
    public const string VanishedTag = "lakehouse.vanished";

    private const int RowGroupsPerFile = 32;

    private readonly IReadOnlyList<FeatureColumn> features = view.Columns;
    private byte[] utf8 = new byte[256];

    public long Rows => writer.Rows;

    /// <summary>Rows that still go into the row group at hand: a block must not cross its end.</summary>
    public int Room => (int)(groupRows - (writer.Rows % groupRows));

    /// <summary>How gold's files are laid out.</summary>
    public static WriterOptions Layout(EntityViewDefinition view) =>
        new() { RowGroupRows = RowGroupRows, FileRows = (long)RowGroupRows * RowGroupsPerFile, DictionaryColumns = [.. view.Entity.Keys.Select(k => k.Name)] };

    /// <summary>How files of vanished instants are laid out.</summary>
    public static WriterOptions VanishedLayout(EntityViewDefinition view) => Layout(view) with
    {
        RowGroupRows = VanishedGroupRows, Tags = new Dictionary<string, string>(StringComparer.Ordinal) { [VanishedTag] = "true" },
    };

    /// <summary>Appends a block of at most <see cref="Room"/> rows.</summary>
    public void Write(CurrentKey key, KeyEvents events, InstantBlock block, IReadOnlyList<CellColumn> cells)
    {
        var buffers = writer.Columns;
        key.Append(buffers, block.Count);
        var position = view.Entity.Keys.Length;
        for (var row = 0; row < block.Count; row++) buffers[position].AppendInt64(block.At[row]);
        WriteEventTimes(buffers[position + 1], events, block);
        position += 2;
        for (var f = 0; f < features.Count; f++) WriteFeature(buffers[position++], features[f], cells[f], key, block);
        for (var row = 0; row < block.Count; row++) buffers[position].AppendBool(block.Upper[row] == 0);
        for (var row = 0; row < block.Count; row++) buffers[position + 1].AppendInt64(knownAtMicros);
        for (var row = 0; row < block.Count; row++) writer.EndRow();
    }

    private static void WriteEventTimes(ColumnBuffer buffer, KeyEvents events, InstantBlock block)
    {
        var times = events.Times;
        for (var row = 0; row < block.Count; row++)
        {
            if (block.Upper[row] > 0) buffer.AppendInt64(times[block.Upper[row] - 1]);
            else buffer.AppendNull();
        }
    }

    private void WriteFeature(ColumnBuffer buffer, FeatureColumn feature, CellColumn cells, CurrentKey key, InstantBlock block)
    {
        var kind = cells.Type.Kind;
        for (var row = 0; row < block.Count; row++)
        {
            // Without an event the row is a retraction: it has no values, not the aggregates of nothing.
            var state = block.Upper[row] == 0 ? CellState.Null : cells.States[row];
            if (state == CellState.Overflow) overflows.Add(feature.Name, key, block.At[row]);
            if (state != CellState.Present) buffer.AppendNull();
            else if (kind == TypeKind.Double) buffer.AppendDouble(BitConverter.Int64BitsToDouble(cells.Bits[row]));
            else if (cells.IsReference) WriteReference(buffer, kind, cells.References[row]);
            else if (kind == TypeKind.Bool) buffer.AppendBool(cells.Bits[row] != 0);
            else buffer.AppendInt64(cells.Bits[row]);
        }
    }

    private void WriteReference(ColumnBuffer buffer, TypeKind kind, Value value)
    {
        switch (kind)
        {
            case TypeKind.Binary: buffer.AppendBytes(value.AsBinary); break;
            case TypeKind.DoubleList: buffer.AppendDoubles(value.AsDoubleList); break;
            default:
                var size = Encoding.UTF8.GetMaxByteCount(value.AsString.Length);
                if (utf8.Length < size) utf8 = new byte[size];
                buffer.AppendBytes(utf8.AsSpan(0, Encoding.UTF8.GetBytes(value.AsString, utf8)));
                break;
        }
    }
}

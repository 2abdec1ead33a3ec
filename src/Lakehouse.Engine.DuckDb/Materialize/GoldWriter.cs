using System.Runtime.InteropServices;
using System.Text;
using Lakehouse.Delta.Writing;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Materialize;

/// <summary>Appends computed blocks to gold's data files, column by column.</summary>
/// <remarks>Columns without gaps are copied whole; gaps are found in the states, one byte a cell.</remarks>
internal sealed class GoldWriter : IBlockSink
{
    /// <summary>Tag of files that hold only rows at instants that no event of silver gives any more; compaction keeps tags apart.</summary>
    public const string VanishedTag = "lakehouse.vanished";

    private const int RowGroupRows = 122_880;
    private const int RowGroupsPerFile = 32;

    /// <summary>Rows of a row group in <see cref="VanishedLayout"/>; such rows are few, and a small buffer costs little.</summary>
    private const int VanishedGroupRows = 4_096;

    private readonly DataFileWriter writer;
    private readonly int keys;
    private readonly OverflowLog overflows;
    private readonly long knownAtMicros;
    private readonly IReadOnlyList<FeatureColumn> features;
    private long[] eventTimes = [];
    private byte[] hasEvents = [];
    private long[] knownAt = [];
    private byte[] utf8 = new byte[256];

    /// <param name="writer">Files of the run's transaction, laid out by <see cref="Layout"/>.</param>
    /// <param name="view">The view.</param>
    /// <param name="knownAtMicros">The stamp of all rows.</param>
    /// <param name="overflows">Where overflows go.</param>
    public GoldWriter(DataFileWriter writer, EntityViewDefinition view, long knownAtMicros, OverflowLog overflows)
    {
        this.writer = writer;
        this.overflows = overflows;
        this.knownAtMicros = knownAtMicros;
        keys = view.Entity.Keys.Length;
        features = view.Columns;
    }

    public long Rows => writer.Rows;

    /// <inheritdoc/>
    public int Room => writer.Room;

    /// <summary>How gold's files are laid out.</summary>
    public static WriterOptions Layout(EntityViewDefinition view) =>
        new() { RowGroupRows = RowGroupRows, FileRows = (long)RowGroupRows * RowGroupsPerFile, DictionaryColumns = [.. view.Entity.Keys.Select(k => k.Name)] };

    /// <summary>How files of vanished instants are laid out.</summary>
    public static WriterOptions VanishedLayout(EntityViewDefinition view) => Layout(view) with
    {
        RowGroupRows = VanishedGroupRows, Tags = new Dictionary<string, string>(StringComparer.Ordinal) { [VanishedTag] = "true" },
    };

    /// <inheritdoc/>
    public void Write(InstantBlock block, KeyEvents events, IReadOnlyList<CellColumn> cells)
    {
        Reserve(block.Capacity);
        var (buffers, rows) = (writer.Columns, block.Count);
        var begin = 0;
        foreach (var (key, end) in block.Runs)
        {
            key.Append(buffers, end - begin);
            begin = end;
        }

        buffers[keys].AppendInt64s(block.At.AsSpan(0, rows));
        var retracted = WriteEventTimes(buffers[keys + 1], events.Times, block);
        if (retracted) Retract(block, cells);
        for (var f = 0; f < features.Count; f++) LogOverflows(features[f], cells[f], block);
        for (var f = 0; f < features.Count; f++) WriteFeature(buffers[keys + 2 + f], cells[f], rows);
        var position = keys + 2 + features.Count;
        for (var row = 0; row < rows; row++) buffers[position].AppendBool(hasEvents[row] == 0);
        buffers[position + 1].AppendInt64s(knownAt.AsSpan(0, rows));
        writer.EndRows(rows);
    }

    private void Reserve(int rows)
    {
        if (knownAt.Length >= rows) return;
        eventTimes = new long[rows];
        hasEvents = new byte[rows];
        knownAt = new long[rows];
        Array.Fill(knownAt, knownAtMicros);
    }

    /// <returns>Whether some instant has no event: its row is a retraction.</returns>
    private bool WriteEventTimes(ColumnBuffer buffer, ReadOnlySpan<long> times, InstantBlock block)
    {
        var retracted = false;
        for (var row = 0; row < block.Count; row++)
        {
            var has = block.Upper[row] > block.First[row];
            hasEvents[row] = has ? (byte)1 : (byte)0;
            eventTimes[row] = has ? times[block.Upper[row] - 1] : 0;
            retracted |= !has;
        }

        buffer.AppendInt64s(eventTimes.AsSpan(0, block.Count), retracted ? hasEvents.AsSpan(0, block.Count) : default);
        return retracted;
    }

    /// <summary>Without an event a row has no values, not the aggregates of nothing.</summary>
    private void Retract(InstantBlock block, IReadOnlyList<CellColumn> cells)
    {
        for (var row = 0; row < block.Count; row++)
        {
            if (hasEvents[row] != 0) continue;
            foreach (var column in cells) column.MarkGap(row, CellState.Null);
        }
    }

    private void LogOverflows(FeatureColumn feature, CellColumn cells, InstantBlock block)
    {
        if (cells.Overflows == 0) return;
        for (var row = 0; row < block.Count; row++)
        {
            if (cells.States[row] == CellState.Overflow) overflows.Add(feature.Name, block.KeyOf(row), block.At[row]);
        }
    }

    private void WriteFeature(ColumnBuffer buffer, CellColumn cells, int rows)
    {
        if (cells.IsReference || cells.Type.Kind == TypeKind.Bool)
        {
            for (var row = 0; row < rows; row++) WriteOne(buffer, cells, row);
            return;
        }

        if (cells.Overflows > 0) cells.States.AsSpan(0, rows).Replace(CellState.Overflow, CellState.Null);

        // What is left are the states 0 and 1.
        var present = cells.Gaps == 0 ? default : MemoryMarshal.AsBytes(cells.States.AsSpan(0, rows));
        var bits = cells.Bits.AsSpan(0, rows);
        if (cells.Type.Kind == TypeKind.Double) buffer.AppendReals(MemoryMarshal.Cast<long, double>(bits), present);
        else buffer.AppendInt64s(bits, present);
    }

    private void WriteOne(ColumnBuffer buffer, CellColumn cells, int row)
    {
        if (cells.States[row] != CellState.Present) buffer.AppendNull();
        else if (cells.IsReference) WriteReference(buffer, cells.Type.Kind, cells.References[row]);
        else buffer.AppendBool(cells.Bits[row] != 0);
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

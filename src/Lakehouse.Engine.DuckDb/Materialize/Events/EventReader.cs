using System.Runtime.InteropServices;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.DuckDb.Materialize.Events;

/// <summary>Moves events from streamed chunks into <see cref="KeyEvents"/>: plain columns as whole spans, other expressions row by row through the evaluator.</summary>
internal sealed class EventReader
{
    private readonly EventLayout layout;
    private readonly List<(int Input, int Column, DataType Type)> plain = [];
    private readonly List<(int Input, RowFunction Function)> computed = [];
    private readonly List<(int Column, DataType Type)> rowColumns = [];
    private readonly Value[] row;
    private readonly TextCache texts = new();

    public EventReader(EventLayout layout, IReadOnlyList<Expr> inputs)
    {
        this.layout = layout;
        var read = ExprWalk.ColumnNames(inputs.Where(e => e is not ColumnExpr)).ToHashSet(StringComparer.Ordinal);
        Field[] fields = [.. layout.Fields.Where(f => read.Contains(f.Name))];
        foreach (var field in fields) rowColumns.Add((ColumnOf(field.Name), field.Type));
        row = new Value[fields.Length];
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i] is ColumnExpr column) plain.Add((i, ColumnOf(column.Name), column.Type));
            else computed.Add((i, ExpressionCompiler.Compile(inputs[i], fields)));
        }
    }

    /// <summary>Appends the events of rows <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive).</summary>
    public void Append(DuckDbChunk chunk, int from, int to, KeyEvents events)
    {
        events.Append(chunk.Int64s(layout.TimeColumn)[from..to]);
        foreach (var (input, column, type) in plain) AppendPlain(chunk, column, type, from, to, events.Inputs[input]);
        if (computed.Count == 0) return;
        for (var r = from; r < to; r++)
        {
            for (var c = 0; c < row.Length; c++) row[c] = ChunkValues.Read(chunk, rowColumns[c].Column, r, rowColumns[c].Type, texts);
            foreach (var (input, function) in computed) AppendComputed(function, events.Inputs[input]);
        }
    }

    private void AppendPlain(DuckDbChunk chunk, int column, DataType type, int from, int to, CellColumn target)
    {
        if (target.IsReference)
        {
            for (var r = from; r < to; r++) target.Append(ChunkValues.Read(chunk, column, r, type, texts));
            return;
        }

        var start = target.Count;
        var bits = target.AppendBits(to - from);
        switch (type.Kind)
        {
            case TypeKind.Bool: Widen(chunk.Bools(column)[from..to], bits); break;
            case TypeKind.Date: Widen(chunk.Int32s(column)[from..to], bits); break;
            case TypeKind.Double: MemoryMarshal.Cast<double, long>(chunk.Doubles(column)[from..to]).CopyTo(bits); break;
            default: chunk.Int64s(column)[from..to].CopyTo(bits); break;
        }

        if (chunk.HasNoMask(column)) return;
        for (var r = from; r < to; r++)
        {
            if (!chunk.IsValid(column, r)) target.MarkGap(start + r - from, CellState.Null);
        }
    }

    private void AppendComputed(RowFunction function, CellColumn target)
    {
        try
        {
            target.Append(function(row));
        }
        catch (ValueOverflowException)
        {
            target.AppendGap(CellState.Overflow);
        }
    }

    private static void Widen(ReadOnlySpan<byte> source, Span<long> target)
    {
        for (var i = 0; i < source.Length; i++) target[i] = source[i];
    }

    private static void Widen(ReadOnlySpan<int> source, Span<long> target)
    {
        for (var i = 0; i < source.Length; i++) target[i] = source[i];
    }

    private int ColumnOf(string field)
    {
        for (var i = 0; i < layout.Fields.Count; i++)
        {
            if (layout.Fields[i].Name == field) return layout.FirstField + i;
        }

        throw new InvalidOperationException($"The stream has no field {field}.");
    }
}

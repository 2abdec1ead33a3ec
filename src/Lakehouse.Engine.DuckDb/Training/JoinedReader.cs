using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal.Rows;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>Reads columns of the joined rows chunk by chunk, in the spine's order, and computes those that are functions of others.</summary>
/// <remarks>The joined tables have one row per spine row in one order, so that they stand side by side without another join or sort.</remarks>
internal sealed class JoinedReader
{
    private readonly string sql;
    private readonly List<OutputColumn> needed = [];
    private readonly List<ColumnBlock> blocks = [];
    private readonly List<int> selected = [];
    private readonly Dictionary<OutputColumn, int> positions = new(ReferenceEqualityComparer.Instance);
    private readonly List<(int Position, int[] Inputs, Value[] Values)> computed = [];
    private readonly ColumnBlock[] wanted;
    private readonly ColumnBlock[] places;
    private readonly long rows;

    public JoinedReader(OutputLayout layout, IReadOnlyList<OutputColumn> columns)
    {
        rows = layout.Rows;
        wanted = [.. columns.Select(c => blocks[Need(c)])];
        places = [.. layout.Places.Select(c => blocks[Need(c)])];
        if (selected.Count == 0) Need(new OutputColumn("", DataType.Int64) { Sql = "0" });
        sql = $"SELECT {string.Join(", ", selected.Select(i => ColumnTypes.Select(needed[i].Sql!, needed[i].Type)))} FROM {string.Join(" POSITIONAL JOIN ", layout.Tables)}";
    }

    /// <summary>Streams all rows: the blocks of the columns asked for, in their order, valid until the next chunk.</summary>
    /// <exception cref="EngineException">A computed column overflows.</exception>
    public void Stream(DuckDbSession session, Action<IReadOnlyList<ColumnBlock>, int> onChunk, CancellationToken ct)
    {
        var read = 0L;
        session.Stream(sql, chunk =>
        {
            for (var i = 0; i < selected.Count; i++) blocks[selected[i]].Load(chunk, i);
            foreach (var place in places) CheckOrder(place, read);
            foreach (var (position, inputs, values) in computed) Compute(position, inputs, values, chunk.Rows);
            onChunk(wanted, chunk.Rows);
            read += chunk.Rows;
        }, ct);
        if (read != rows) throw new EngineException($"The joined rows are {read}, but the spine has {rows}: files of the join were changed while it was read. Build again.");
    }

    private static void CheckOrder(ColumnBlock place, long first)
    {
        for (var row = 0; row < place.Rows; row++)
        {
            if (place.Valid[row] != 0 && place.Slots[row] == first + row) continue;
            throw new EngineException($"The joined rows are out of the spine's order at row {first + row}: files of the join were changed while it was read. Build again.");
        }
    }

    private int Need(OutputColumn column)
    {
        if (positions.TryGetValue(column, out var known)) return known;
        var inputs = column.Inputs.Select(i => i is null ? -1 : Need(i)).ToArray();
        var position = positions[column] = needed.Count;
        needed.Add(column);
        blocks.Add(new ColumnBlock(column.Type));
        if (column.Sql is not null) selected.Add(position);
        else computed.Add((position, inputs, new Value[inputs.Length]));
        return position;
    }

    private void Compute(int position, int[] inputs, Value[] values, int rows)
    {
        var (block, function) = (blocks[position], needed[position].Compute!);
        block.Clear(rows);
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < inputs.Length; i++) values[i] = inputs[i] < 0 ? Value.Null : blocks[inputs[i]][row];
            block.Append(function(values));
        }
    }
}

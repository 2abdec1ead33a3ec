using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>A feature that computes with aggregates of one window, for example a ratio of two counts.</summary>
/// <param name="function">The feature over its aggregates' values.</param>
/// <param name="aggregates">Where these values are, in the function's order.</param>
/// <param name="type">Type of the feature.</param>
/// <param name="capacity">Greatest block.</param>
internal sealed class CombinedFeature(RowFunction function, IReadOnlyList<CellColumn> aggregates, DataType type, int capacity)
{
    private readonly Value[] row = new Value[aggregates.Count];

    /// <summary>The values at the instants of the last block.</summary>
    public CellColumn Output { get; } = new(type, capacity);

    /// <summary>Computes a block whose aggregates are there.</summary>
    public void Compute(int rows)
    {
        Output.BeginBlock();
        for (var i = 0; i < rows; i++)
        {
            if (Gather(i)) Evaluate(i);
            else Output.MarkGap(i, CellState.Overflow);
        }
    }

    private bool Gather(int index)
    {
        for (var a = 0; a < row.Length; a++)
        {
            if (aggregates[a].States[index] == CellState.Overflow) return false;
            row[a] = aggregates[a][index];
        }

        return true;
    }

    private void Evaluate(int index)
    {
        try
        {
            Output.Set(index, function(row));
        }
        catch (ValueOverflowException)
        {
            Output.MarkGap(index, CellState.Overflow);
        }
    }
}

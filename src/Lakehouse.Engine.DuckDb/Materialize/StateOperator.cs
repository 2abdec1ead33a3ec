using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.DuckDb.Materialize;

/// <summary>Columns of a state view: those of the key's newest event at or before the instant.</summary>
internal sealed class StateOperator : IViewOperator
{
    private readonly (int Input, CellColumn Output)[] columns;
    private KeyEvents events = new([]);

    public StateOperator(StateViewDefinition view, IReadOnlyList<Expr> inputs, int capacity)
    {
        columns = [.. view.Features.Select(f => (inputs.IndexOf(f.Expression), new CellColumn(f.Expression.Type, capacity)))];
        Columns = [.. columns.Select(c => c.Output)];
    }

    public IReadOnlyList<CellColumn> Columns { get; }

    public void Load(KeyEvents events) => this.events = events;

    public void Compute(InstantBlock block)
    {
        foreach (var (input, output) in columns)
        {
            output.BeginBlock();
            for (var row = 0; row < block.Count; row++)
            {
                if (block.Upper[row] > block.First[row]) output.Copy(row, events.Inputs[input], block.Upper[row] - 1);
                else output.MarkGap(row, CellState.Null);
            }
        }
    }

    public void Forget(int events)
    {
    }

    public void Clear()
    {
    }
}

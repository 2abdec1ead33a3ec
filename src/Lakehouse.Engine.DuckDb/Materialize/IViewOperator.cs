using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;

namespace Lakehouse.Engine.DuckDb.Materialize;

/// <summary>Computes a view's columns, a block of instants at a time.</summary>
internal interface IViewOperator
{
    /// <summary>One column per column of the view; filled by <see cref="Compute"/>.</summary>
    IReadOnlyList<CellColumn> Columns { get; }

    /// <summary>Takes the events that were appended since the last time.</summary>
    void Load(KeyEvents events);

    /// <summary>Computes the next block, whose events are loaded; blocks come in order.</summary>
    void Compute(InstantBlock block);

    /// <summary>The first events are dropped: no later instant needs them.</summary>
    void Forget(int events);

    /// <summary>All events are dropped.</summary>
    void Clear();
}

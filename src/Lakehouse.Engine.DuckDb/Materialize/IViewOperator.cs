using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;

namespace Lakehouse.Engine.DuckDb.Materialize;

/// <summary>Computes a view's columns, one key after another, a block of instants at a time.</summary>
internal interface IViewOperator
{
    /// <summary>One column per column of the view; filled by <see cref="Compute"/>.</summary>
    IReadOnlyList<CellColumn> Columns { get; }

    /// <summary>Begins a key.</summary>
    void BeginKey(KeyEvents events);

    /// <summary>Computes the key's next block; blocks come in order.</summary>
    void Compute(InstantBlock block);
}

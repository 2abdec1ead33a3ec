using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;

namespace Lakehouse.Engine.DuckDb.Materialize;

/// <summary>Takes computed blocks.</summary>
internal interface IBlockSink
{
    /// <summary>The most rows that the next block may have.</summary>
    int Room { get; }

    /// <summary>Takes a block; its arrays and columns are reused after the call.</summary>
    /// <param name="block">The instants.</param>
    /// <param name="events">The events that the block's positions mean.</param>
    /// <param name="cells">One column per column of the view.</param>
    void Write(InstantBlock block, KeyEvents events, IReadOnlyList<CellColumn> cells);
}

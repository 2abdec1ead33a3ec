using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;

namespace Lakehouse.Engine.DuckDb.Materialize;

/// <summary>Sends blocks of instants that only gold still has to files of their own.</summary>
/// <param name="writer">Takes the other blocks.</param>
/// <param name="vanished">Takes those; null where there can be none.</param>
internal sealed class GoldSink(GoldWriter writer, GoldWriter? vanished) : IBlockSink
{
    public long Rows => writer.Rows + (vanished?.Rows ?? 0);

    /// <inheritdoc/>
    public int Room => Math.Min(writer.Room, vanished?.Room ?? int.MaxValue);

    /// <inheritdoc/>
    public void Write(InstantBlock block, KeyEvents events, IReadOnlyList<CellColumn> cells) =>
        (block.IsVanished ? vanished ?? writer : writer).Write(block, events, cells);
}

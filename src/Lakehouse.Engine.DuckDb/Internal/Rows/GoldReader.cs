using Lakehouse.Delta.DuckDb;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Internal.Rows;

/// <summary>Reads gold rows from chunks.</summary>
/// <param name="view">The view.</param>
/// <param name="firstColumn">Position in the query of the first column of <see cref="SelectList"/>.</param>
internal sealed class GoldReader(EntityViewDefinition view, int firstColumn = 0)
{
    private readonly RowReader keys = new([.. view.Entity.Keys.Select(k => k.Type)], firstColumn);
    private readonly RowReader values = new([.. view.Columns.Select(c => c.Type)], firstColumn + view.Entity.Keys.Length + 2);
    private readonly int validFrom = firstColumn + view.Entity.Keys.Length;
    private readonly int retracted = firstColumn + view.Entity.Keys.Length + 2 + view.Columns.Length;

    /// <summary>The SELECT list that <see cref="Read"/> expects, over a relation with gold's columns.</summary>
    public static string SelectList(EntityViewDefinition view) =>
        string.Join(", ", view.GoldSchema.Select(f => ColumnTypes.Select(DuckDbSession.Identifier(f.Name), f.Type)));

    /// <summary>Reads one row.</summary>
    public GoldRow Read(DuckDbChunk chunk, int row) => new(
        keys.Read(chunk, row),
        chunk.Int64s(validFrom)[row],
        chunk.IsValid(validFrom + 1, row) ? chunk.Int64s(validFrom + 1)[row] : null,
        values.Read(chunk, row),
        chunk.Bools(retracted)[row] != 0,
        chunk.Int64s(retracted + 1)[row]);
}

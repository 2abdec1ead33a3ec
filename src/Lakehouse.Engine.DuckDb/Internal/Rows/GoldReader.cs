using Lakehouse.Delta.DuckDb;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Internal.Rows;

/// <summary>Reads gold rows from chunks.</summary>
/// <param name="view">The view.</param>
/// <param name="firstColumn">Position in the query of the first column of <see cref="SelectList"/>.</param>
internal sealed class GoldReader(EntityViewDefinition view, int firstColumn = 0)
{
    private readonly RowReader reader = new([.. view.GoldSchema.Select(f => f.Type)], firstColumn);
    private readonly int keys = view.Entity.Keys.Length;

    /// <summary>The SELECT list that <see cref="Read"/> expects, over a relation with gold's columns.</summary>
    public static string SelectList(EntityViewDefinition view) =>
        string.Join(", ", view.GoldSchema.Select(f => ColumnTypes.Select(DuckDbSession.Identifier(f.Name), f.Type)));

    /// <summary>Reads one row.</summary>
    public GoldRow Read(DuckDbChunk chunk, int row)
    {
        var values = reader.Read(chunk, row);
        var eventTime = values[keys + 1];
        return new(values[..keys], values[keys].AsInt64, eventTime.IsNull ? null : eventTime.AsInt64, values[(keys + 2)..^2], values[^2].AsBool, values[^1].AsInt64);
    }
}

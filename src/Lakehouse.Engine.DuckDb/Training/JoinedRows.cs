using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>The joined rows as a post-join step reads them.</summary>
internal sealed class JoinedRows(DuckDbSession session, OutputLayout layout, Spine spine) : IJoinedRows
{
    public IReadOnlyList<Field> Columns { get; } = [.. layout.Joined.Select(c => new Field(c.Name, c.Type))];

    public long Count => spine.Rows;

    public void Read(IReadOnlyList<string> columns, Action<Value[]> row, CancellationToken ct)
    {
        var reader = new JoinedReader(layout, [.. columns.Select(c => OutputLayout.Find(c, layout.Joined))]);
        var values = new Value[columns.Count];
        reader.Stream(session, (blocks, rows) =>
        {
            for (var i = 0; i < rows; i++)
            {
                for (var column = 0; column < values.Length; column++) values[column] = blocks[column][i];
                row(values);
            }
        }, ct);
    }
}

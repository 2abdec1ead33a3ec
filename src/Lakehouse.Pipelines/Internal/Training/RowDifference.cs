using System.Text;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Internal.Training;

/// <summary>Rows of two training sets that differ, side by side by spine_row.</summary>
internal sealed class RowDifference(DuckDbSession session, string left, string right, IReadOnlyList<string> columns)
{
    private const string Row = SpineCopy.RowColumn;
    private readonly string from = $"FROM {left} a FULL JOIN {right} b ON a.{Row} = b.{Row} WHERE a.{Row} IS NULL OR b.{Row} IS NULL{string.Concat(columns.Select(c => $" OR {Differs(c)}"))}";

    public long Count() => session.ScalarInt64($"SELECT count(*) {from}") ?? 0;

    /// <summary>The cells of the first different rows.</summary>
    public IReadOnlyList<TrainingFact> First(int limit, CancellationToken ct)
    {
        var facts = new List<TrainingFact>();
        var cells = string.Concat(columns.Select(c => $", coalesce({Differs(c)}, FALSE), CAST(a.{Name(c)} AS VARCHAR), CAST(b.{Name(c)} AS VARCHAR)"));
        session.Stream($"SELECT coalesce(a.{Row}, b.{Row}), a.{Row} IS NULL, b.{Row} IS NULL{cells} {from} ORDER BY 1 LIMIT {limit}", chunk =>
        {
            for (var row = 0; row < chunk.Rows; row++) Add(facts, chunk, row);
        }, ct);
        return facts;
    }

    private static string Name(string column) => DuckDbSession.Identifier(column);

    private static string Differs(string column) => $"a.{Name(column)} IS DISTINCT FROM b.{Name(column)}";

    private static string? Text(DuckDbChunk chunk, int column, int row) => chunk.IsValid(column, row) ? Encoding.UTF8.GetString(chunk.Bytes(column, row)) : null;

    private void Add(List<TrainingFact> facts, DuckDbChunk chunk, int row)
    {
        var position = chunk.Int64s(0)[row];
        var (noLeft, noRight) = (chunk.Bools(1)[row] != 0, chunk.Bools(2)[row] != 0);
        if (noLeft || noRight)
        {
            facts.Add(new("row", position, noLeft ? null : "there", noRight ? null : "there"));
            return;
        }

        for (var i = 0; i < columns.Count; i++)
        {
            if (chunk.Bools(3 + (3 * i))[row] != 0) facts.Add(new(columns[i], position, Text(chunk, 4 + (3 * i), row), Text(chunk, 5 + (3 * i), row)));
        }
    }
}

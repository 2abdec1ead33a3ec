using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal.Rows;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>The digest of a training set as its table holds it now.</summary>
internal sealed class TrainingDigester(DuckDbOptions options)
{
    public async Task<TrainingDigest> RunAsync(Snapshot trainingSet, CancellationToken ct)
    {
        var columns = trainingSet.Schema.Columns.Select(c => (c.Name, Delta: ColumnTypes.Name(c.Type), Type: ColumnTypes.FromDelta(c.Type)
            ?? throw new EngineException($"Column '{c.Name}' of {trainingSet.Table.Path} is {ColumnTypes.Name(c.Type)}: the table is no training set."))).ToList();
        if (trainingSet.Schema.Find(Spine.RowColumn) is null) throw new EngineException($"{trainingSet.Table.Path} has no column {Spine.RowColumn}: the table is no training set.");

        using var session = new DuckDbSession(options);
        using var digest = new RowDigest(columns);
        var reader = new RowReader([.. columns.Select(c => c.Type)]);
        var row = new Features.Value[columns.Count];
        var list = string.Join(", ", columns.Select(c => ColumnTypes.Select(DuckDbSession.Identifier(c.Name), c.Type)));
        session.Stream($"SELECT {list} FROM {await trainingSet.Scan().ToSqlAsync(session, ct)} ORDER BY {Spine.RowColumn}", chunk =>
        {
            for (var i = 0; i < chunk.Rows; i++)
            {
                reader.Read(chunk, i, row);
                digest.Append(row);
            }
        }, ct);
        return digest.Finish();
    }
}

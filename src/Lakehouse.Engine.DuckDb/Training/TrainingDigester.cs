using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal.Rows;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>The digest of a training set as its table holds it now.</summary>
internal sealed class TrainingDigester(DuckDbOptions options)
{
    public async Task<TrainingDigest> RunAsync(Snapshot trainingSet, int format, CancellationToken ct)
    {
        var columns = trainingSet.Schema.Columns.Select(c => (c.Name, Delta: ColumnTypes.Name(c.Type), Type: ColumnTypes.FromDelta(c.Type)
            ?? throw new EngineException($"Column '{c.Name}' of {trainingSet.Table.Path} is {ColumnTypes.Name(c.Type)}: the table is no training set."))).ToList();
        if (trainingSet.Schema.Find(Spine.RowColumn) is null) throw new EngineException($"{trainingSet.Table.Path} has no column {Spine.RowColumn}: the table is no training set.");

        using var session = new DuckDbSession(options);
        var list = string.Join(", ", columns.Select(c => ColumnTypes.Select(DuckDbSession.Identifier(c.Name), c.Type)));
        var sql = $"SELECT {list} FROM {await trainingSet.Scan().ToSqlAsync(session, ct)} ORDER BY {Spine.RowColumn}";
        return format switch
        {
            TrainingDigest.RowFormat => ByRow(session, sql, columns, ct),
            TrainingDigest.ColumnFormat => ByColumn(session, sql, columns, ct),
            _ => throw new EngineException($"Digest format {format} of {trainingSet.Table.Path} is not known: use the software that wrote the training set."),
        };
    }

    private static TrainingDigest ByRow(DuckDbSession session, string sql, List<(string Name, string Delta, DataType Type)> columns, CancellationToken ct)
    {
        using var digest = new RowDigest(columns);
        var reader = new RowReader([.. columns.Select(c => c.Type)]);
        var row = new Value[columns.Count];
        session.Stream(sql, chunk =>
        {
            for (var i = 0; i < chunk.Rows; i++)
            {
                reader.Read(chunk, i, row);
                digest.Append(row);
            }
        }, ct);
        return digest.Finish();
    }

    private static TrainingDigest ByColumn(DuckDbSession session, string sql, List<(string Name, string Delta, DataType Type)> columns, CancellationToken ct)
    {
        using var digest = new ColumnDigest(columns);
        var blocks = columns.Select(c => new ColumnBlock(c.Type)).ToArray();
        var rows = 0L;
        session.Stream(sql, chunk =>
        {
            for (var i = 0; i < blocks.Length; i++) blocks[i].Load(chunk, i);
            digest.Append(blocks);
            rows += chunk.Rows;
        }, ct);
        return digest.Finish(rows);
    }
}

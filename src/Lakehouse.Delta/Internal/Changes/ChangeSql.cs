using System.Globalization;
using Lakehouse.Delta.Changes;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.DeletionVectors;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Changes;

/// <summary>Queries for the rows of a change feed.</summary>
/// <param name="schema">The feed's columns.</param>
/// <param name="session">The session that will run them.</param>
internal sealed class ChangeSql(ChangeSchema schema, DuckDbSession session)
{
    /// <summary>A query for the rows of one part, or null when there is none.</summary>
    public async Task<string?> BuildAsync(ChangePart part, CancellationToken ct)
    {
        var files = part.Files;
        if (part.Without is { } without)
        {
            var rows = await RowsAsync(part.Files[0], without, ct);
            if (rows.Count == 0) return null;
            files = [part.Files[0] with { OnlyRows = rows }];
        }

        var snapshot = part.Type is null ? schema.ChangeFiles : schema.To;
        var source = await snapshot.Scan(files).ToSqlAsync(session, ct);
        var type = part.Type is null ? "" : $", {Literal(part.Type)} AS {Identifier(ChangeFeed.ChangeTypeColumn)}";
        var columns = string.Join(", ", schema.FeedColumns.Select(c => Identifier(c.Name)));
        var time = DateTimeOffset.FromUnixTimeMilliseconds(part.TimestampMillis).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var version = string.Create(CultureInfo.InvariantCulture, $"{part.Version}::BIGINT AS {Identifier(ChangeFeed.CommitVersionColumn)}");
        return $"SELECT {columns} FROM (SELECT *{type}, {version}, TIMESTAMPTZ '{time}+00' AS {Identifier(ChangeFeed.CommitTimestampColumn)} FROM {source})";
    }

    /// <summary>The numbers of the rows that are live in one of two states of a file and not in the other.</summary>
    private async Task<IReadOnlyList<long>> RowsAsync(DataFile live, DataFile without, CancellationToken ct)
    {
        var reader = new DeletionVectorReader(schema.To.Table.Storage, schema.To.Table.Path);
        var gone = await DeletedAsync(reader, without, ct);
        var before = (await DeletedAsync(reader, live, ct)).ToHashSet();
        return [.. gone.Where(row => !before.Contains(row))];
    }

    private static async Task<IReadOnlyList<long>> DeletedAsync(DeletionVectorReader reader, DataFile file, CancellationToken ct) =>
        file.HasDeletionVector ? await reader.ReadAsync(file, file.RecordCount ?? long.MaxValue, ct) : [];
}

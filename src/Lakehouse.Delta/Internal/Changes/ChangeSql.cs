using System.Globalization;
using Lakehouse.Delta.Changes;
using Lakehouse.Delta.DuckDb;
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
        var snapshot = part.Type is null ? schema.ChangeFiles : schema.To;
        var source = await snapshot.Scan(part.Files).ToSqlAsync(session, ct);
        var type = part.Type is null ? "" : $", {Literal(part.Type)} AS {Identifier(ChangeFeed.ChangeTypeColumn)}";
        var columns = string.Join(", ", schema.FeedColumns.Select(c => Identifier(c.Name)));
        var time = DateTimeOffset.FromUnixTimeMilliseconds(part.TimestampMillis).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {columns} FROM (SELECT *{type}, {part.Version}::BIGINT AS {Identifier(ChangeFeed.CommitVersionColumn)}, TIMESTAMPTZ '{time}+00' AS {Identifier(ChangeFeed.CommitTimestampColumn)} FROM {source})");
    }
}

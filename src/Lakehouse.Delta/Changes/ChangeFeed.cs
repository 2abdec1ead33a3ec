using System.Runtime.CompilerServices;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.Changes;
using Lakehouse.Delta.Internal.Scanning;

namespace Lakehouse.Delta.Changes;

/// <summary>
/// The rows that each commit of a range inserted, updated and deleted (Delta protocol, §Change Data Files): applied to the version before the range they give its last version.
/// For the files by which two versions differ, which needs no property of the table, see <see cref="DeltaTable.GetChangesAsync"/>.
/// </summary>
public sealed class ChangeFeed
{
    /// <summary>insert, delete, update_preimage or update_postimage.</summary>
    public const string ChangeTypeColumn = "_change_type";

    /// <summary>The version that made the change.</summary>
    public const string CommitVersionColumn = "_commit_version";

    /// <summary>When that version was committed: in-commit timestamp where enabled, else the monotonised modification time.</summary>
    public const string CommitTimestampColumn = "_commit_timestamp";

    private readonly IReadOnlyList<ChangePart> parts;
    private readonly ChangeSchema schema;

    private ChangeFeed(long fromVersion, ChangeSchema schema, IReadOnlyList<ChangePart> parts)
    {
        FromVersion = fromVersion;
        this.schema = schema;
        this.parts = parts;
    }

    /// <summary>The first version of the range.</summary>
    public long FromVersion { get; }

    /// <summary>The last version of the range, whose schema the rows have.</summary>
    public Snapshot To => schema.To;

    /// <summary>The columns of the rows: the table's, then <see cref="ChangeTypeColumn"/>, <see cref="CommitVersionColumn"/> and <see cref="CommitTimestampColumn"/>.</summary>
    public IReadOnlyList<TableColumn> Columns => schema.FeedColumns;

    /// <summary>Plans the feed; no row is read yet.</summary>
    /// <param name="table">The table.</param>
    /// <param name="range">Which commits.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DeltaException">
    /// A version of the range does not exist, did not record changes (<c>delta.enableChangeDataFeed</c>), or has columns that the last version cannot show.
    /// </exception>
    public static async Task<ChangeFeed> OpenAsync(DeltaTable table, ChangeRange range, CancellationToken ct)
    {
        var (from, to) = await new RangeResolver(table).ResolveAsync(range, ct);
        var columns = new ChangeSchema(await table.GetSnapshotAsync(to, ct));
        return new ChangeFeed(from, columns, await new ChangePlanner(columns).PlanAsync(from, ct));
    }

    /// <summary>The rows, commit after commit, as <see cref="Scan.ReadRowsAsync(CancellationToken)"/> gives them.</summary>
    /// <exception cref="DeltaException">A data file is missing or cannot be read.</exception>
    public async IAsyncEnumerable<object?[]> ReadRowsAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        if (parts.Count == 0) yield break;
        using var session = new DuckDbSession();
        var types = Columns.Select(c => c.Type).ToList();
        foreach (var part in parts)
        {
            if (await new ChangeSql(schema, session).BuildAsync(part, ct) is not { } sql) continue;
            await foreach (var row in RowReader.ReadAsync(To, session, sql, types, ct)) yield return row;
        }
    }

    /// <summary>A parenthesised SELECT for DuckDB with the rows, in no order; valid on <paramref name="session"/> while it lives.</summary>
    /// <exception cref="DeltaException">A data file is missing.</exception>
    public async Task<string> ToSqlAsync(DuckDbSession session, CancellationToken ct)
    {
        var queries = new List<string>();
        foreach (var part in parts)
        {
            if (await new ChangeSql(schema, session).BuildAsync(part, ct) is { } sql) queries.Add(sql);
        }

        return $"({(queries.Count == 0 ? schema.EmptySql : string.Join(" UNION ALL ", queries))})";
    }
}

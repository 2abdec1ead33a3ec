using System.Collections.Immutable;
using Cassandra;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>The table <c>lakehouse_views</c>: one partition for each view with its marker and the tables of its rows; it changes by compare-and-set only.</summary>
internal sealed class ViewRegister(CassandraLink link, Requests requests, CassandraOnlineOptions options)
{
    private const string MarkerColumns =
        "marker_generation, marker_gold_version, marker_complete_from, marker_complete_until, marker_known_at, marker_previous_complete_from, marker_definition_hash";

    private readonly string table = $"{options.Keyspace}.{Cql.Views}";

    /// <summary>What readers go by.</summary>
    public Task<ViewState> ReadAsync(string view, CancellationToken ct) => ReadAsync(view, requests.Lookup, requests.ReadAsync, ct);

    /// <summary>What is decided: it sees, and ends, every change begun before it.</summary>
    public Task<ViewState> ReadDecidedAsync(string view, CancellationToken ct) => ReadAsync(view, requests.SerialRead, requests.PersistAsync, ct);

    /// <summary>Enters a table of rows, unless the generation has one.</summary>
    public async Task ClaimAsync(string view, Generation generation, CancellationToken ct)
    {
        var statement = await link.PrepareAsync($"INSERT INTO {table} (view_name, generation, rows_table, row_schema, definition_hash) VALUES (?, ?, ?, ?, ?) IF NOT EXISTS", ct);
        await SendAsync(requests.CompareAndSet(statement, view, generation.Number, generation.Table, generation.Schema, generation.DefinitionHash), $"deploy {view}", ct);
    }

    /// <summary>Takes a table of rows out of the register.</summary>
    public async Task ForgetAsync(string view, Generation generation, CancellationToken ct)
    {
        var statement = await link.PrepareAsync($"DELETE FROM {table} WHERE view_name = ? AND generation = ? IF rows_table = ?", ct);
        await SendAsync(requests.CompareAndSet(statement, view, generation.Number, generation.Table), $"drop a former generation of {view}", ct);
    }

    /// <summary>Puts a marker in the place of the one that the caller read; never repeated by itself, since a second try that is refused says nothing of the first.</summary>
    /// <returns>Whether it was put there.</returns>
    /// <exception cref="OnlineStoreException">The cluster refuses it, or its answer is lost (transient): then it may have been, or may yet be.</exception>
    public async Task<bool> ReplaceMarkerAsync(string view, OnlineMarker? old, OnlineMarker marker, CancellationToken ct)
    {
        var statement = await link.PrepareAsync(
            $"UPDATE {table} SET {string.Join(", ", MarkerColumns.Split(", ").Select(c => $"{c} = ?"))} WHERE view_name = ? IF marker_gold_version = ? AND marker_generation = ?",
            ct);
        var bound = requests.CompareAndSet(
            statement, marker.Generation, marker.GoldVersion, marker.CompleteFromMicros, marker.CompleteUntilMicros, marker.KnownAtMicros, marker.PreviousCompleteFromMicros,
            marker.DefinitionHash, view, old?.GoldVersion, old?.Generation);
        return (await requests.ReadAsync(bound, $"write the marker of {view}", ct)).First().GetValue<bool>(0);
    }

    /// <summary>Sends a compare-and-set whose outcome the caller reads back: an answer of the driver may be lost, the register's state may not.</summary>
    private async Task SendAsync(IStatement statement, string doing, CancellationToken ct) => await requests.PersistAsync(statement, doing, ct);

    private async Task<ViewState> ReadAsync(
        string view, Func<PreparedStatement, object?[], IStatement> bind, Func<IStatement, string, CancellationToken, Task<RowSet>> send, CancellationToken ct)
    {
        try
        {
            var statement = await link.PrepareAsync($"SELECT generation, rows_table, row_schema, definition_hash, {MarkerColumns} FROM {table} WHERE view_name = ?", ct);
            return StateOf(await send(bind(statement, [view]), $"read the marker of {view}", ct));
        }
        catch (OnlineStoreException e) when (CassandraErrors.IsMissingTable(e))
        {
            return ViewState.Nothing;
        }
    }

    private static ViewState StateOf(RowSet rows)
    {
        OnlineMarker? marker = null;
        var generations = ImmutableArray.CreateBuilder<Generation>();
        foreach (var row in rows)
        {
            if (!row.IsNull(0)) generations.Add(new(row.GetValue<long>(0), row.GetValue<string>(1), row.GetValue<string>(2), row.GetValue<string>(3)));
            if (row.IsNull(5)) continue;
            marker ??= new(row.GetValue<long>(6), row.GetValue<long>(7), row.GetValue<long>(5), row.GetValue<long>(8), row.GetValue<long?>(9), row.GetValue<string>(10))
            { Generation = row.GetValue<long>(4) };
        }

        return new(marker, generations.ToImmutable());
    }
}

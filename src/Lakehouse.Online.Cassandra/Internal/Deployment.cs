using System.Collections.Concurrent;
using Cassandra;
using Lakehouse.Features;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>Makes and drops tables, and knows which are deployed.</summary>
/// <remarks>
/// Two that create one table at once can give it two ids, and compare-and-set does not cover schema changes. So each makes a table under a name of its own and then claims the
/// generation for it; who comes second drops what it made.
/// </remarks>
internal sealed class Deployment(CassandraLink link, Requests requests, ViewRegister register, CassandraOnlineOptions options)
{
    private readonly ConcurrentDictionary<(string View, long Number), Generation> known = new();
    private volatile bool hasTables;

    /// <summary>Opens the connection and reads once with the consistency of lookups.</summary>
    public async Task CheckAsync(CancellationToken ct)
    {
        // No view has this name; Cassandra refuses an empty key.
        if (await HasTablesAsync(ct)) await register.ReadAsync("none", ct);
    }

    /// <summary>Makes the keyspace, where its replication is given, and the fixed tables.</summary>
    public async Task EnsureTablesAsync(CancellationToken ct)
    {
        if (await HasTablesAsync(ct)) return;
        // Asking for a keyspace that is there needs the permission to make any.
        if (options.Replication.Count > 0 && !await HasKeyspaceAsync(ct)) await DefineAsync(Cql.Keyspace(options.Keyspace, await ReplicationAsync(ct)), ct);
        await DefineAsync(Cql.ViewsTable(options.Keyspace), ct);
        await DefineAsync(Cql.NotesTable(options.Keyspace), ct);
        hasTables = true;
    }

    /// <summary>Makes a generation's table, or checks that it is there and of this view.</summary>
    public async Task DeployAsync(StoreView view, long number, CancellationToken ct)
    {
        await EnsureTablesAsync(ct);
        var state = await register.ReadDecidedAsync(view.Name, ct);
        if (state.Find(number) is not { } generation)
        {
            var own = new Generation(number, Cql.NewRowsTable(view.View.Id), view.Schema, view.DefinitionHash);
            await DefineAsync(Cql.RowsTable(options.Keyspace, own.Table), ct);
            await register.ClaimAsync(view.Name, own, ct);
            generation = (await register.ReadDecidedAsync(view.Name, ct)).Find(number) ?? throw CassandraErrors.OutcomeUnknown(link.Name, $"deploy {view.Name}");
            if (generation.Table != own.Table) await DefineAsync($"DROP TABLE IF EXISTS {options.Keyspace}.{own.Table}", ct);
        }

        generation.RequireSchema(view, link.Name);
        if (generation.DefinitionHash != view.DefinitionHash)
            throw CassandraErrors.OtherMeaning(link.Name, view.Name, $"definition {generation.DefinitionHash}", view.DefinitionHash);
        await CheckColumnsAsync(view.Name, generation, ct);
        known[(view.Name, number)] = generation;
    }

    /// <summary>Drops the tables of generations below one.</summary>
    public async Task DropAsync(VersionedName view, long below, CancellationToken ct)
    {
        if (!await HasTablesAsync(ct)) return;
        foreach (var generation in (await register.ReadDecidedAsync(view.ToString(), ct)).Generations.Where(g => g.Number < below))
        {
            await DefineAsync($"DROP TABLE IF EXISTS {options.Keyspace}.{generation.Table}", ct);
            await register.ForgetAsync(view.ToString(), generation, ct);
        }

        Forget(view.ToString());
    }

    /// <summary>The generation's table; null where it is not deployed.</summary>
    public async Task<Generation?> FindAsync(string view, long number, CancellationToken ct)
    {
        if (known.TryGetValue((view, number), out var generation)) return generation;
        generation = (await register.ReadDecidedAsync(view, ct)).Find(number);
        if (generation is not null) known[(view, number)] = generation;
        return generation;
    }

    /// <summary>Looks a view's tables up again when they are needed next.</summary>
    public void Forget(string view)
    {
        foreach (var key in known.Keys.Where(k => k.View == view)) known.TryRemove(key, out _);
    }

    private async Task<bool> HasTablesAsync(CancellationToken ct)
    {
        if (hasTables) return true;
        var tables = (await SchemaAsync("SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", [options.Keyspace], ct)).Select(r => r.GetValue<string>(0)).ToHashSet();
        return hasTables = tables.Contains(Cql.Views) && tables.Contains(Cql.Notes);
    }

    private async Task<bool> HasKeyspaceAsync(CancellationToken ct) =>
        (await SchemaAsync("SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?", [options.Keyspace], ct)).Any();

    private async Task CheckColumnsAsync(string view, Generation generation, CancellationToken ct)
    {
        var rows = await SchemaAsync("SELECT column_name, type FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?", [options.Keyspace, generation.Table], ct);
        var columns = string.Join(", ", rows.Select(r => $"{r.GetValue<string>(0)} {r.GetValue<string>(1)}").Order(StringComparer.Ordinal));
        if (columns.Length == 0) throw CassandraErrors.TableGone(link.Name, view, generation.Table);
        if (columns != "entity_key blob, v blob, valid_from bigint")
            throw CassandraErrors.OtherFormat(link.Name, $"{generation.Table} has the columns {columns}", "entity_key blob, v blob, valid_from bigint");
    }

    private async Task<RowSet> SchemaAsync(string cql, object[] values, CancellationToken ct) =>
        await requests.ReadAsync(requests.Lookup(await link.PrepareAsync(cql, ct), values).SetConsistencyLevel(ConsistencyLevel.LocalOne), "read the schema", ct);

    /// <summary>A change of the schema; the driver waits until the nodes agree on it. It may be repeated: names and ids of tables are given, so a second try finds the first.</summary>
    private async Task<IEnumerable<KeyValuePair<string, int>>> ReplicationAsync(CancellationToken ct)
    {
        if (!options.CapReplicasAtNodes) return options.Replication;
        var nodes = (await link.SessionAsync(ct)).Cluster.AllHosts();
        return options.Replication.Select(r => KeyValuePair.Create(r.Key, Math.Clamp(nodes.Count(n => n.Datacenter == r.Key), 1, r.Value)));
    }

    private async Task DefineAsync(string cql, CancellationToken ct)
    {
        try
        {
            await requests.PersistAsync(requests.Definition(cql), "change the schema", ct);
        }
        catch (OnlineStoreException e) when (CassandraErrors.IsMissingTable(e))
        {
            throw CassandraErrors.NoKeyspace(link.Name, options.Keyspace, e);
        }
    }
}

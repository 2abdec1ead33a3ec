using Lakehouse.Catalog;
using Lakehouse.Delta;
using Lakehouse.Online.Targets;
using Lakehouse.Pipelines.Maintain;

namespace Lakehouse.Cli;

/// <summary>A table that a verb of maintenance works on, with the lake that it belongs to, if any: its catalog says what must be spared.</summary>
/// <param name="Table">The table.</param>
/// <param name="Session">Its lake; null for a table outside of any.</param>
/// <param name="Name">Its path in the lake; null outside of any.</param>
internal sealed record MaintainedTable(DeltaTable Table, LakeSession? Session, string? Name)
{
    /// <exception cref="CatalogException">The table lies in a lake whose catalog cannot be read.</exception>
    public static async Task<MaintainedTable> OpenAsync(Invocation call, string nameOrPath, CancellationToken ct)
    {
        var table = await TableReference.OpenAsync(call, nameOrPath, ct);
        return await TableHome.FindAsync(table.Path, call.Clock, ct) is { } home
            ? new(table, call.OpenSession(home.Lake), home.Name)
            : new(table, Session: null, Name: null);
    }

    /// <summary>What the lake retains; said to the person at the terminal. Null outside of a lake.</summary>
    public async Task<LakeRetention?> RetentionAsync(Invocation call, CancellationToken ct)
    {
        if (Session is null) return null;
        await using var targets = OnlineTargets.OpenForMaintenance(Session.Lake);
        var retention = await LakeRetention.ReadAsync(Session.Jobs, targets.All, Name!, ct);
        foreach (var reason in retention.Reasons) await call.SayAsync($"Spared: {reason}.");
        return retention;
    }
}

using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;

namespace Lakehouse.Sync.Conformance;

/// <summary>A store whose changes go through a test's hands.</summary>
/// <param name="inner">The store.</param>
/// <param name="around">Gets the name of the call and the change, which it may make or not.</param>
public sealed class InterceptedStore(IOnlineStore inner, Func<string, Func<Task>, Task> around) : IOnlineStore
{
    /// <summary>A store whose caller dies at one of its changes: before it is made, or when it is made and not yet answered.</summary>
    /// <param name="inner">The store.</param>
    /// <param name="changes">How many changes go through.</param>
    /// <param name="isMade">True where the change at which the caller dies is made.</param>
    public static InterceptedStore Crashing(IOnlineStore inner, int changes, bool isMade)
    {
        var count = 0;
        return new(inner, async (_, change) =>
        {
            var number = Interlocked.Increment(ref count);
            if (number <= changes || (number == changes + 1 && isMade)) await change();
            if (number > changes) throw new CrashException();
        });
    }

    /// <summary>A store before whose first marker something else happens.</summary>
    public static InterceptedStore Overtaking(IOnlineStore inner, Func<Task> other)
    {
        var isDone = false;
        return new(inner, async (call, change) =>
        {
            if (call == nameof(WriteMarkerAsync) && !isDone)
            {
                isDone = true;
                await other();
            }

            await change();
        });
    }

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken ct) => inner.CheckAsync(ct);

    /// <inheritdoc/>
    public Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct) => inner.GetMarkerAsync(view, ct);

    /// <inheritdoc/>
    public Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct) => inner.ReadAsync(view, keys, atMicros, ct);

    /// <inheritdoc/>
    public Task DeployAsync(EntityViewDefinition view, long generation, CancellationToken ct) => around(nameof(DeployAsync), () => inner.DeployAsync(view, generation, ct));

    /// <inheritdoc/>
    public Task WriteAsync(EntityViewDefinition view, long generation, IReadOnlyList<OnlineRow> rows, CancellationToken ct) => around(nameof(WriteAsync), () => inner.WriteAsync(view, generation, rows, ct));

    /// <inheritdoc/>
    public Task<bool> WriteMarkerAsync(VersionedName view, OnlineMarker marker, CancellationToken ct) => ChangeAsync(nameof(WriteMarkerAsync), () => inner.WriteMarkerAsync(view, marker, ct));

    /// <inheritdoc/>
    public Task<long> PruneAsync(EntityViewDefinition view, long generation, long supersededAtMicros, CancellationToken ct) =>
        ChangeAsync(nameof(PruneAsync), () => inner.PruneAsync(view, generation, supersededAtMicros, ct));

    /// <inheritdoc/>
    public Task DropAsync(VersionedName view, long belowGeneration, CancellationToken ct) => around(nameof(DropAsync), () => inner.DropAsync(view, belowGeneration, ct));

    /// <inheritdoc/>
    public IAsyncEnumerable<OnlineRow> ScanAsync(EntityViewDefinition view, long generation, CancellationToken ct) => inner.ScanAsync(view, generation, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IReadOnlyList<OnlineRow>>> ReadRowsAsync(EntityViewDefinition view, long generation, IReadOnlyList<Value[]> keys, CancellationToken ct) =>
        inner.ReadRowsAsync(view, generation, keys, ct);

    /// <inheritdoc/>
    public Task RepairAsync(EntityViewDefinition view, long generation, IReadOnlyList<OnlineRepair> repairs, CancellationToken ct) => around(nameof(RepairAsync), () => inner.RepairAsync(view, generation, repairs, ct));

    /// <inheritdoc/>
    public Task<string?> GetNoteAsync(VersionedName view, string name, CancellationToken ct) => inner.GetNoteAsync(view, name, ct);

    /// <inheritdoc/>
    public Task<bool> SetNoteAsync(VersionedName view, string name, string? expected, string? value, CancellationToken ct) => ChangeAsync(nameof(SetNoteAsync), () => inner.SetNoteAsync(view, name, expected, value, ct));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> ChangeAsync<T>(string call, Func<Task<T>> change)
    {
        var result = default(T)!;
        await around(call, async () => result = await change());
        return result;
    }
}

/// <summary>The caller is dead.</summary>
public sealed class CrashException() : Exception("The caller was killed.");

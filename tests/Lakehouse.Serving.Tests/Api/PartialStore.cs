using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;

namespace Lakehouse.Serving.Tests.Api;

/// <summary>A real store of which single keys cannot be read: as where the replicas of a partition are away, or its row is damaged.</summary>
internal sealed class PartialStore(IOnlineReader inner) : IOnlineReader
{
    /// <summary>Keys of whose first column nobody answers for; damaged where false.</summary>
    public Dictionary<string, bool> FailingKeys { get; } = [];

    public Task CheckAsync(CancellationToken ct) => inner.CheckAsync(ct);

    public Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct) => inner.GetMarkerAsync(view, ct);

    public async Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        var read = await inner.ReadAsync(view, keys, atMicros, ct);
        var rows = read.Rows.ToArray();
        var failures = new List<KeyFailure>();
        for (var i = 0; i < rows.Length; i++)
        {
            if (!FailingKeys.TryGetValue(keys[i][0].AsString, out var isTransient)) continue;
            rows[i] = null;
            failures.Add(new(i, new("The test broke this key.") { IsTransient = isTransient, IsDamagedRow = !isTransient }));
        }

        return failures.Count == 0 ? read : throw PartialRead.Error(view.Id, read with { Rows = rows }, failures);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

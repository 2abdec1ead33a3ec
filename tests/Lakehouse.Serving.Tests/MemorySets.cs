using System.Collections.Concurrent;
using Lakehouse.Catalog;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Serving.Tests;

/// <summary>Sets without a lake around them; counts how often it is asked.</summary>
public sealed class MemorySets : ISetSource
{
    private readonly ConcurrentDictionary<VersionedName, SetDefinition> sets = new();
    private int asked;

    public int Asked => asked;

    public void Add(string name, params ViewDefinition[] views) => sets[new(name, 1)] = new(new(name, 1), [.. views.Select(v => new SetMember(v, v.Columns))]);

    public Task<Registered<SetDefinition>?> FindAsync(VersionedName set, CancellationToken ct)
    {
        Interlocked.Increment(ref asked);
        return Task.FromResult(sets.TryGetValue(set, out var found) ? new Registered<SetDefinition>(found, "sha256:" + set.Name) : null);
    }
}

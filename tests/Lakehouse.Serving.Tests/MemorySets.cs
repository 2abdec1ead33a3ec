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

    /// <summary>What the hash of a set begins with, before its name.</summary>
    public string HashPrefix { get; set; } = "sha256:";

    public List<TrainingFit> Fits { get; } = [];

    public void Add(string name, params ViewDefinition[] views) => Add(new SetDefinition(new(name, 1), [.. views.Select(v => new SetMember(v, v.Columns))]));

    public void Add(SetDefinition set) => sets[set.Id] = set;

    public Task<Registered<SetDefinition>?> FindAsync(VersionedName set, CancellationToken ct)
    {
        Interlocked.Increment(ref asked);
        return Task.FromResult(sets.TryGetValue(set, out var found) ? new Registered<SetDefinition>(found, HashPrefix + set.Name) : null);
    }

    public Task<IReadOnlyList<Registered<SetDefinition>>> ListAsync(CancellationToken ct)
    {
        Interlocked.Increment(ref asked);
        return Task.FromResult<IReadOnlyList<Registered<SetDefinition>>>([.. sets.Values.Select(s => new Registered<SetDefinition>(s, HashPrefix + s.Id.Name))]);
    }

    public Task<TrainingFit?> FindFitAsync(VersionedName set, string? name, CancellationToken ct) =>
        Task.FromResult(name is null ? Fits.Find(f => f.Set == set && f.IsDefault) : Fits.FindLast(f => f.Name == name || f.TrainingSet == name));
}

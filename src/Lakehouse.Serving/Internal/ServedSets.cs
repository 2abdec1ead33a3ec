using System.Collections.Concurrent;
using Lakehouse.Features;
using Lakehouse.Online.Sets;

namespace Lakehouse.Serving.Internal;

/// <summary>A set ready to be served: its plan and the part of the answer that never changes.</summary>
internal sealed record ServedSet(SetPlan Plan, V1.SetSchema Schema);

/// <summary>Compiled sets by the name that requests give.</summary>
/// <remarks>
/// A <c>name@N</c> means one thing for ever, so a plan is compiled once and kept. A name that is not registered is asked for again a second later:
/// sets registered while the server runs are found, and wrong names do not read the catalog at every call.
/// </remarks>
internal sealed class ServedSets(ISetSource source, TimeProvider clock) : IDisposable
{
    private const int MostUnknown = 1000;
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, ServedSet> served = new();
    private readonly ConcurrentDictionary<string, long> unknown = new();
    private readonly SemaphoreSlim compiling = new(1, 1);

    public ValueTask<ServedSet> GetAsync(string set, CancellationToken ct) => served.TryGetValue(set, out var known) ? new(known) : new(FindAsync(set, ct));

    public void Dispose() => compiling.Dispose();

    private async Task<ServedSet> FindAsync(string set, CancellationToken ct)
    {
        if (!VersionedName.TryParse(set, out var name)) throw GrpcErrors.Invalid("The set must be of the form name@N, for example departure_delay_model@1.");
        if (IsUnknown(set)) throw GrpcErrors.UnknownSet(name);
        await compiling.WaitAsync(ct);
        try
        {
            if (served.TryGetValue(set, out var known)) return known;
            if (IsUnknown(set)) throw GrpcErrors.UnknownSet(name);
            if (await source.FindAsync(name, ct) is not { } found)
            {
                if (unknown.Count >= MostUnknown) unknown.Clear();
                unknown[set] = clock.GetTimestamp();
                throw GrpcErrors.UnknownSet(name);
            }

            var plan = new SetPlan(found.Definition, found.Hash);
            return served[set] = new(plan, SchemaWriter.Write(plan));
        }
        finally
        {
            compiling.Release();
        }
    }

    private bool IsUnknown(string set) => unknown.TryGetValue(set, out var asked) && clock.GetElapsedTime(asked) < AskAgain;
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Lakehouse.Catalog;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online.Sets;
using Lakehouse.Serving.Internal.Telemetry;

namespace Lakehouse.Serving.Internal;

/// <summary>What a request names.</summary>
/// <param name="Set">The set, <c>name@N</c>.</param>
/// <param name="Fit">The fit, or empty for the set's default.</param>
internal readonly record struct ServedName(string Set, string Fit);

/// <summary>Compiled sets by the names that requests give.</summary>
/// <remarks>
/// 1. A <c>name@N</c> means one thing for ever, so a plan is compiled once and kept. A name that is not known is asked for again a second later:
/// what is registered while the server runs is found, and wrong names do not read the catalog at every call.
/// 2. A fit without version, and a set's default, may become another one: they are looked up again every five seconds, and compiled again only when they changed.
/// </remarks>
internal sealed class ServedSets(ISetSource source, ServingMetrics metrics, TimeProvider clock) : IDisposable
{
    private const int MostUnknown = 1000;
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ResolveAgain = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ServedName, ServedSet> served = new();
    private readonly ConcurrentDictionary<ServedName, long> unknown = new();
    private readonly SemaphoreSlim compiling = new(1, 1);

    /// <summary>The views of all sets that are compiled, each once.</summary>
    public IEnumerable<VersionedName> Views => served.Values.SelectMany(s => s.Plan.Views).Select(v => v.Id).Distinct();

    /// <summary>A set that is compiled and means what it meant when it was.</summary>
    public bool TryGet(ServedName name, [NotNullWhen(true)] out ServedSet? set) => served.TryGetValue(name, out set) && IsFresh(set);

    public ValueTask<ServedSet> GetAsync(ServedName name, CancellationToken ct) =>
        served.TryGetValue(name, out var known) && IsFresh(known) ? new(known) : new(FindAsync(name, ct));

    public void Dispose() => compiling.Dispose();

    private async Task<ServedSet> FindAsync(ServedName name, CancellationToken ct)
    {
        var set = RequestedName.Set(name.Set);
        if (name.Fit.Length > RequestedName.Longest) throw GrpcErrors.Invalid($"The fit's name has more than {RequestedName.Longest} characters.", "fit");
        if (IsUnknown(name)) throw Unknown(name, set);
        await compiling.WaitAsync(ct);
        try
        {
            if (served.TryGetValue(name, out var known) && IsFresh(known)) return known;
            if (IsUnknown(name)) throw Unknown(name, set);
            var found = await source.FindAsync(set, ct) ?? throw Remember(name, set, isSet: true);
            unknown.TryRemove(name with { Fit = "" }, out _);
            return served[name] = await CompileAsync(name, found, known, ct);
        }
        finally
        {
            compiling.Release();
        }
    }

    private async Task<ServedSet> CompileAsync(ServedName name, Registered<SetDefinition> found, ServedSet? before, CancellationToken ct)
    {
        var set = found.Definition;
        var fit = set.NeedsFit || name.Fit.Length > 0 ? await source.FindFitAsync(set.Id, name.Fit.Length == 0 ? null : name.Fit, ct) : null;
        if (fit is null && name.Fit.Length > 0) throw Remember(name, set.Id, isSet: false);
        long? resolvedAt = fit is null || fit.Name == name.Fit ? null : clock.GetTimestamp();
        if (before is not null && before.Plan.FitHash == fit?.Hash && before.FitName == fit?.Name) return before with { ResolvedAt = resolvedAt };
        var plan = new SetPlan(set, found.Hash, fit?.Read());
        return new(plan, fit?.Name ?? "", metrics.Of(set.Id), resolvedAt);
    }

    private bool IsFresh(ServedSet set) => set.ResolvedAt is not { } at || clock.GetElapsedTime(at) < ResolveAgain;

    private bool IsUnknown(ServedName name) =>
        (unknown.TryGetValue(name, out var asked) || unknown.TryGetValue(name with { Fit = "" }, out asked)) && clock.GetElapsedTime(asked) < AskAgain;

    private Grpc.Core.RpcException Unknown(ServedName name, VersionedName set) =>
        unknown.ContainsKey(name with { Fit = "" }) ? GrpcErrors.UnknownSet(set) : GrpcErrors.UnknownFit(set);

    private Grpc.Core.RpcException Remember(ServedName name, VersionedName set, bool isSet)
    {
        if (unknown.Count >= MostUnknown) unknown.Clear();
        unknown[isSet ? name with { Fit = "" } : name] = clock.GetTimestamp();
        return isSet ? GrpcErrors.UnknownSet(set) : GrpcErrors.UnknownFit(set);
    }
}

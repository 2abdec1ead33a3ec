using System.Collections.Immutable;
using Lakehouse.Delta;

namespace Lakehouse.Engine.DuckDb.Materialize.Planning;

/// <summary>What one attempt of a run covers, decided from gold's own progress.</summary>
/// <param name="Gold">The snapshot planned on; null where gold does not exist yet.</param>
/// <param name="Previous">Progress in that snapshot; null for a first run, which is a full one.</param>
/// <param name="SilverVersion">The silver version that gold will have read.</param>
/// <param name="FrontierMicros">F.</param>
/// <param name="GreatestClockMicros">The greatest clock so far, this run's included.</param>
internal sealed record RunScope(Snapshot? Gold, CommitProgress? Previous, long SilverVersion, long FrontierMicros, long GreatestClockMicros)
{
    /// <summary>The silver version that gold has read; −1 for none.</summary>
    public long PreviousSilverVersion(string silverName) => Previous?.SourceVersions.GetValueOrDefault(silverName, -1) ?? -1;

    /// <summary>True where there is nothing to do, not even progress to record.</summary>
    public bool IsNothing(MaterializePlan plan) =>
        Previous is { } previous && SilverVersion == PreviousSilverVersion(plan.SilverName) && FrontierMicros == previous.FrontierMicros
        && GreatestClockMicros == (previous.GreatestClockMicros ?? previous.ClockMicros);

    /// <summary>The progress that the run's commit will carry.</summary>
    public CommitProgress Progress(MaterializePlan plan, long knownAtMicros) => new(
        ImmutableSortedDictionary<string, long>.Empty.Add(plan.SilverName, SilverVersion), plan.ClockMicros, FrontierMicros, knownAtMicros, plan.DefinitionHash)
    {
        GreatestClockMicros = GreatestClockMicros,
        VanishedApart = Previous is null ? true : Previous.VanishedApart,
    };

    /// <summary>Decides what a run covers.</summary>
    /// <exception cref="EngineException">Gold was made by another definition.</exception>
    public static async Task<RunScope> ReadAsync(MaterializePlan plan, CancellationToken ct)
    {
        var gold = await plan.Gold.ExistsAsync(ct) ? await plan.Gold.GetSnapshotAsync(ct: ct) : null;
        var previous = gold is null ? null : await CommitProgress.ReadAsync(gold, ct);
        if (previous is not null && previous.DefinitionHash != plan.DefinitionHash)
            throw new EngineException(
                $"Gold of feature view {plan.View.Id} was made by another definition ({previous.DefinitionHash}, now {plan.DefinitionHash}). "
                + "Register the changed view under a new version.");

        var reached = plan.ClockMicros > long.MaxValue - plan.HorizonMicros ? long.MaxValue : plan.ClockMicros + plan.HorizonMicros;
        var scope = new RunScope(
            gold,
            previous,
            plan.SilverVersion,
            Math.Max(reached, previous?.FrontierMicros ?? long.MinValue),
            Math.Max(plan.ClockMicros, previous?.GreatestClockMicros ?? previous?.ClockMicros ?? long.MinValue));

        // A run that lost a race may find that the winner has read a later silver: gold never goes back.
        return scope with { SilverVersion = Math.Max(plan.SilverVersion, scope.PreviousSilverVersion(plan.SilverName)) };
    }
}

using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Engines.Internal;

/// <summary>What a case gave: how gold came to know what it knows, and how much was compared.</summary>
/// <param name="Gold">What the oracle says was known after each run that published.</param>
/// <param name="Versions">Gold's version after each of them.</param>
/// <param name="Refused">Runs that had to fail, and did.</param>
/// <param name="Rows">Rows compared.</param>
internal sealed record CaseOutcome(GoldHistory Gold, IReadOnlyList<long> Versions, int Refused, long Rows);

/// <summary>Runs a view's cases through an engine and compares all that it leaves behind with the oracle.</summary>
/// <remarks>
/// 1. The engine gets the view as it reads back from the stored form, never the objects that the oracle works on.
/// 2. A run whose exact values do not fit must fail, name only cells that really overflow, and publish nothing; every other run must publish.
/// 3. Gold is read once: the rows known at each run's stamp must have the normal form of a full run over the silver that it read, and the first run's rows must be all instants as they are.
/// </remarks>
internal sealed class CaseRunner(IEngine engine, SilverTable silver, string silverName)
{
    internal async Task<CaseOutcome> RunAsync(CaseSpec spec, DeltaTable gold, CancellationToken ct)
    {
        var view = (EntityViewDefinition)DefinitionJson.ReadView(DefinitionJson.Write(spec.View));
        var hash = DefinitionJson.Hash(DefinitionJson.Identity(spec.View));
        var outcome = new GoldHistory(spec.View);
        var versions = new List<long>();
        var refused = 0;
        var frontier = long.MinValue;
        foreach (var step in spec.Steps)
        {
            var newFrontier = Math.Max(frontier, step.ClockMicros + step.HorizonMicros);
            var rows = spec.Rows(step.SilverVersion, newFrontier, out var overflows);
            var plan = new MaterializePlan(view, hash, silver.Table, silverName, step.SilverVersion, gold, step.ClockMicros, step.HorizonMicros);
            if (overflows.Count > 0 && !spec.View.NullOnOverflow)
            {
                await RefusedAsync(plan, overflows, ct);
                refused++;
                continue;
            }

            frontier = newFrontier;
            var result = await engine.MaterializeAsync(plan, ct);
            RunChecks.Result(spec, step, result, frontier, outcome, overflows.Count);
            var state = new GoldState(rows, step.ClockMicros, frontier, result.Progress.KnownAtMicros, (result.CommitTimestampMillis + 1) * 1_000);
            if (!result.Changed) continue;
            outcome.Add(state);
            versions.Add(result.Version);
        }

        var compared = outcome.States.Count == 0 ? 0 : await CompareAsync(spec, gold, outcome, ct);
        return new(outcome, versions, refused, compared);
    }

    private async Task RefusedAsync(MaterializePlan plan, IReadOnlyList<OverflowCell> overflows, CancellationToken ct)
    {
        var before = await VersionAsync(plan.Gold, ct);
        try
        {
            await engine.MaterializeAsync(plan, ct);
        }
        catch (EngineException e)
        {
            OverflowMessage.Check(plan.View, e.Message, overflows);
            if (await VersionAsync(plan.Gold, ct) is var after && after != before) throw new ConformanceException($"A run that overflows published version {after}.", e);
            return;
        }

        throw new ConformanceException($"The run had to fail, because {overflows.Count} cells overflow, the first in {OverflowMessage.Text(plan.View, overflows[0])}; it published.");
    }

    private static async Task<long> CompareAsync(CaseSpec spec, DeltaTable gold, GoldHistory outcome, CancellationToken ct)
    {
        var rows = await DeltaRows.ReadGoldAsync(await gold.GetSnapshotAsync(ct: ct), spec.View, ct);
        var first = outcome.States[0];
        RunChecks.SameRows(spec.View, first.Rows, [.. rows.Where(r => r.KnownAtMicros == first.KnownAtMicros)]);
        foreach (var (state, number) in outcome.States.Select((s, i) => (s, i)))
        {
            var differences = NormalForm.Differences(spec.View, state.Rows, rows.Where(r => r.KnownAtMicros <= state.KnownAtMicros), state.FrontierMicros);
            if (differences.Count > 0) throw new ConformanceException($"After run {number + 1} of {outcome.States.Count} gold differs:\n{string.Join('\n', differences)}");
        }

        return rows.Count;
    }

    private static async Task<long?> VersionAsync(DeltaTable gold, CancellationToken ct) => await gold.ExistsAsync(ct) ? (await gold.GetSnapshotAsync(ct: ct)).Version : null;
}

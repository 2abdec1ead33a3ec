using CsCheck;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Testing;

namespace Lakehouse.Engine.DuckDb.Tests.Materialize;

/// <summary>Semantics §2 and §5: any split of a history into incremental runs, with any clocks, ends in the gold that the oracle expects, bit for bit in normal form.</summary>
public sealed class IncrementalTests
{
    private const long HourMicros = 3_600_000_000;

    private static readonly string?[] Cities = ["a", "A", null];

    /// <summary>Few ids, keys and times, all near each other, so that nearly everything meets an edge.</summary>
    private static readonly Gen<EventChange> CrowdedChange =
        from slot in Gen.Int[0, 30]
        from time in Gen.Long[0, 45]
        from city in Gen.Int[0, 2]
        from line in Gen.Long[0, 1]
        from delay in Gen.Long[-3, 3].Nullable(0.2)
        from fare in Gen.Long[-500, 500].Nullable(0.2)
        from note in Gen.Int[0, 4]
        from flags in Gen.Int[0, 8]
        from deleted in Gen.Int[0, 3]
        select new EventChange(
            Trips.Row($"t{slot}", time, Cities[city], line, delay, fare, note == 0 ? null : new string('n', note),
                late: (flags % 3) switch { 0 => null, 1 => true, _ => false }, speed: flags < 2 ? null : flags / 2.0),
            Deleted: deleted == 0);

    private static readonly Gen<Step> CrowdedStep = Gen.Select(CrowdedChange.Array[5, 25], Gen.Long[10, 70], (changes, clock) => new Step(changes, clock));

    public static TheoryData<string> Views => [.. AllViews.Keys];

    private static Dictionary<string, Func<EntityViewDefinition>> AllViews { get; } = new(StringComparer.Ordinal)
    {
        ["exact instants"] = () => Trips.Window([5, 12]),
        ["grid"] = () => Trips.Window([6, 12], every: 3),
        ["lifetime"] = () => Trips.Window([null, 7]),
        ["computed keys"] = () => Trips.WindowByUpperCity(4, 9),
        ["other keys"] = () => Trips.WindowByOtherKeys(9),
        ["state"] = Trips.State,
    };

    private sealed record Step(IReadOnlyList<EventChange> Changes, long Clock);

    [Semantics("2.1", "2.5", "2.6", "5.12")]
    [Theory]
    [MemberData(nameof(Views))]
    public Task Run_CrowdedHistoryInAnySplit_GivesTheOraclesGold(string name) =>
        Gen.Select(CrowdedStep.Array[2, 4], Gen.Long[0, 10]).SampleAsync((history, horizon) => CheckAsync(AllViews[name](), history, horizon), iter: 3, threads: 1);

    [Semantics("2.1", "2.5", "2.6", "3.4", "3.5", "5.12")]
    [Theory]
    [MemberData(nameof(Views))]
    public Task Run_NastyHistoryInAnySplit_GivesTheOraclesGold(string name) =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Bool, Gen.Long[-40, 60].Array[3]).SampleAsync((seed, extremes, clocks) =>
        {
            var view = AllViews[name]() with { NullOnOverflow = true };
            var generated = new EventGenerator(view, seed, new() { Rows = 90, Batches = clocks.Length, Extremes = extremes }).Generate();
            return CheckAsync(view, [.. generated.Batches.Zip(clocks, (changes, clock) => new Step(changes, clock))], horizon: 5);
        }, iter: 2, threads: 1);

    /// <summary>Hours between events: neighbours of a change are searched in several spans, and most changes are segments of their own.</summary>
    [Theory]
    [InlineData("exact instants")]
    [InlineData("grid")]
    [InlineData("state")]
    public Task Run_SparseHistoryInAnySplit_GivesTheOraclesGold(string name) =>
        Gen.Select(CrowdedStep.Array[2, 4], Gen.Long[0, 10], Gen.Bool).SampleAsync(
            (history, horizon, forgets) => CheckAsync(AllViews[name](), [.. history.Select(Sparse)], horizon * HourMicros, forgets), iter: 2, threads: 1);

    private static Step Sparse(Step step) => new(
        [.. step.Changes.Select(c => c with { Row = [c.Row[0], Value.Int64(c.Row[1].AsInt64 * HourMicros), .. c.Row[2..]] })], step.Clock * HourMicros);

    /// <param name="view">The view.</param>
    /// <param name="history">Commits of silver, each with a run.</param>
    /// <param name="horizon">H.</param>
    /// <param name="forgets">True for gold whose first run is of an older version, which did not keep vanished instants apart.</param>
    private static async Task CheckAsync(EntityViewDefinition view, Step[] history, long horizon, bool forgets = false)
    {
        using var directory = new TemporaryDirectory();
        var lake = new SilverLake(directory.Path, view.Contract);
        MaterializeResult? last = null;
        foreach (var step in history)
        {
            await lake.CommitAsync(step.Changes);
            last = await lake.RunAsync(view, "split", step.Clock, horizon);
            if (forgets) await lake.ForgetVanishedAsync("split", last.Progress);
        }

        var frontier = last!.Progress.FrontierMicros!.Value;
        await lake.RunAsync(view, "full", frontier);
        var expected = new ViewOracle(view, lake.Rows).Rows(frontier);

        NormalForm.Differences(view, expected, await lake.ReadAsync(view, "full"), frontier).Should().BeEmpty();
        NormalForm.Differences(view, expected, await lake.ReadAsync(view, "split"), frontier).Should().BeEmpty();
    }
}

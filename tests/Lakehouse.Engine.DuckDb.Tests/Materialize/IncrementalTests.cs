using CsCheck;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Tests.Materialize;

/// <summary>Semantics §2: any split of a history into incremental runs, with any clocks, ends in the gold of one full run, bit for bit in normal form.</summary>
public sealed class IncrementalTests
{
    private static readonly string?[] Cities = ["a", "A", "ab", "é", null];

    private static readonly Gen<Trip> AnyTrip =
        from slot in Gen.Int[0, 40]
        from time in Gen.Long[0, 45]
        from city in Gen.Int[0, 4]
        from line in Gen.Long[0, 2]
        from delay in Gen.Long[-3, 3].Nullable(0.2)
        from fare in Gen.Long[-500, 500].Nullable(0.2)
        from note in Gen.Int[0, 4]
        from flags in Gen.Int[0, 8]
        select new Trip(
            $"t{slot}", time, Cities[city], line, delay, fare, note == 0 ? null : new string('n', note), (flags % 3) switch { 0 => null, 1 => true, _ => false }, flags < 2 ? null : flags / 2.0);

    private static readonly Gen<Step> AnyStep = Gen.Select(
        AnyTrip.Array[0, 20], Gen.Int[0, 40].Array[0, 4], Gen.Long[0, 70], Gen.Bool, (put, delete, clock, adds) => new Step(put, adds ? [] : delete, clock));

    private static readonly Gen<Step[]> AnyHistory = AnyStep.Array[1, 4];

    private sealed record Step(Trip[] Put, int[] Delete, long Clock);

    [Fact]
    public Task Run_OverAnySplit_ExactInstants_EqualsOneFullRun() => Check(Trips.Window([5, 12]));

    [Fact]
    public Task Run_OverAnySplit_Grid_EqualsOneFullRun() => Check(Trips.Window([6, 12], every: 3));

    [Fact]
    public Task Run_OverAnySplit_Lifetime_EqualsOneFullRun() => Check(Trips.Window([null, 7]));

    [Fact]
    public Task Run_OverAnySplit_ComputedKeys_EqualsOneFullRun() => Check(Trips.WindowByUpperCity(4, 9));

    [Fact]
    public Task Run_OverAnySplit_StateView_EqualsOneFullRun() => Check(Trips.State());

    private static async Task Check(EntityViewDefinition view) =>
        await Gen.Select(AnyHistory, Gen.Long[0, 10]).SampleAsync((history, horizon) => CheckAsync(view, history, horizon), iter: 12, threads: 1);

    private static async Task CheckAsync(EntityViewDefinition view, Step[] history, long horizon)
    {
        using var directory = new TemporaryDirectory();
        var lake = new TripLake(directory.Path);
        MaterializeResult? last = null;
        foreach (var step in history)
        {
            await lake.CommitAsync(step.Put, step.Delete.Select(slot => $"t{slot}"));
            last = await lake.RunAsync(view, "split", step.Clock, horizon);
        }

        var frontier = last!.Progress.FrontierMicros!.Value;
        await lake.RunAsync(view, "full", frontier);

        var split = GoldLine.NormalForm(await lake.ReadAsync(view, "split"), frontier);
        var full = GoldLine.NormalForm(await lake.ReadAsync(view, "full"), frontier);
        split.Should().Equal(full);
    }
}

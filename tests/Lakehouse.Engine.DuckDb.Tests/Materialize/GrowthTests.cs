using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Testing;

namespace Lakehouse.Engine.DuckDb.Tests.Materialize;

/// <summary>Semantics §2: an event read by the first run whose clock passes it costs about 1 + H/interval times its rows of a full run.</summary>
/// <remarks>One read L late adds about min(L, longest window) / interval copies.</remarks>
public sealed class GrowthTests : IDisposable
{
    private const long Second = 1_000_000;
    private const long Span = 1200 * Second;
    private const long Longest = 100 * Second;
    private const int Events = 900;
    private const double About = 1.1;

    private readonly TemporaryDirectory directory = new();

    [Semantics("2.8")]
    [Theory]
    [InlineData(120, 2.0)]
    [InlineData(120, 1.0)]
    [InlineData(240, 0.5)]
    public async Task Run_EvenBatches_AppendsAtMostOnePlusHorizonOverIntervalTimesAFullRun(int seconds, double horizons)
    {
        var growth = await GrowthAsync(seconds * Second, horizons, lateness: 0);

        growth.Should().BeInRange(1.0, (1 + horizons) * About);
    }

    [Semantics("2.8")]
    [Fact]
    public async Task Run_EveryEventLate_AddsTheShorterOfLatenessAndLongestWindowOverInterval()
    {
        var growth = await GrowthAsync(120 * Second, horizons: 1, lateness: 240 * Second);

        growth.Should().BeLessThan((1 + 1 + ((double)Longest / (120 * Second))) * About);
    }

    public void Dispose() => directory.Dispose();

    /// <summary>Rows that runs at each batch's end append, over those of one run at the end.</summary>
    private async Task<double> GrowthAsync(long interval, double horizons, long lateness)
    {
        var view = View();
        var lake = new SilverLake(directory.Path, view.Contract);
        var random = new Random(20010311);
        var events = Enumerable.Range(0, Events).Select(n => Trips.Row($"t{n:0000}", random.NextInt64(Span), "a", random.Next(3), delay: n % 7)).ToList();
        var horizon = (long)(interval * horizons);
        long appended = 0, clock = 0;
        for (var end = interval; end <= Span + lateness; end += interval)
        {
            await lake.CommitAsync(events.Where(e => e[1].AsInt64 + lateness >= end - interval && e[1].AsInt64 + lateness < end).Select(e => new EventChange(e, Deleted: false)));
            appended += (await lake.RunAsync(view, "batches", clock = end, horizon)).RowsWritten;
        }

        return (double)appended / (await lake.RunAsync(view, "full", clock, horizon)).RowsWritten;
    }

    private static WindowViewDefinition View() => Trips.Window([10 * Second, Longest], every: null, Trips.Feature("delay_sum", Aggregate.Sum, Trips.Delay, DataType.Int64));
}

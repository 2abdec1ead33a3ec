using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Tests.Materialize;
using Lakehouse.Engine.Spark.Materialize;
using Lakehouse.Features.Definitions;
using Lakehouse.Spark.TestHost;
using Lakehouse.Testing;

namespace Lakehouse.Engine.Spark.Tests.Materialize;

/// <summary>A key with most of the events is cut along time, and nobody sees it in gold.</summary>
public sealed class HotKeyTests(SparkHost host) : IDisposable
{
    private const string Gold = "gold";
    private const long Frontier = 2_000;

    private static readonly WindowViewDefinition View = Trips.Window([5, 60, null]) with { NullOnOverflow = true };

    private readonly TemporaryDirectory directory = new();
    private readonly List<GoldSelection> selections = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Semantics("3.1", "2.7")]
    [Fact]
    public async Task Runs_WhereOneKeyHoldsMostEvents_AreCutAndGiveWhatTheOracleGives()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        var settings = new HotKeySettings { FromEvents = 50, EventsPerTask = 8, Cores = 2 };
        await lake.CommitAsync(Enumerable.Range(0, 80).Select(i => Trip(i, "hot")).Concat(Enumerable.Range(80, 20).Select(i => Trip(i, "cold"))));

        await RunAsync(lake, settings, frontier: 700);
        await lake.CommitAsync([Trip(10, "hot") with { Deleted = true }, Trip(200, "hot"), Trip(35, "cold")]);
        await RunAsync(lake, settings, Frontier);

        selections.Select(s => s.Rows!.ChunkMicros).Should().HaveCount(2).And.OnlyContain(chunk => chunk > 0 && chunk < 200);
        var expected = new ViewOracle(View, [.. lake.Rows]).Rows(Frontier, out _);
        expected.Should().HaveCountGreaterThan(200);
        NormalForm.Differences(View, expected, await lake.ReadAsync(View, Gold), Frontier).Should().BeEmpty();
    }

    [Theory]
    [InlineData(101, "hot")]
    [InlineData(50, "many")]
    public async Task Runs_OfFewEventsOrEvenKeys_KeepKeysWhole(long fromEvents, string city)
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync(Enumerable.Range(0, 100).Select(i => Trip(i, city == "many" ? $"city {i % 10}" : city)));

        await RunAsync(lake, new HotKeySettings { FromEvents = fromEvents, EventsPerTask = 2, Cores = 2 }, frontier: 700);

        selections.Should().ContainSingle().Which.Rows!.ChunkMicros.Should().BeNull();
    }

    [Theory]
    [InlineData(4_000_000, 8_000_000, 5_000_000, 4, 1_000_000L)]
    [InlineData(4_000_000, 8_000_000, 16_000_000, 4, null)]
    [InlineData(4_000_000, 8_000_000, 5_000_000, 1, null)]
    [InlineData(999_999, 8_000_000, 1_000_000, 64, null)]
    [InlineData(4_000_000, 0, 5_000_000, 4, 1L)]
    public void ChunkMicros_OfALargestKey_GivesEachTaskItsEvents(long largest, long span, long all, int cores, long? expected) =>
        new HotKeySettings().ChunkMicros(largest, span, all, cores).Should().Be(expected);

    public void Dispose() => directory.Dispose();

    private static EventChange Trip(int number, string city)
    {
        var row = Trips.Row(
            $"t{number}", time: number * 7, city, line: 1, delay: number % 13 == 0 ? null : (number * 31 % 17) - 5, fare: number * 3,
            note: number % 5 == 0 ? null : $"n{number % 4}", late: number % 3 == 0, speed: number * 0.5);
        return new(row, Deleted: false);
    }

    private async Task RunAsync(SilverLake lake, HotKeySettings settings, long frontier)
    {
        var engine = new SparkEngine(host.Session, new DuckDbOptions { Threads = 1, MemoryLimit = "256MB" }, TimeProvider.System) { HotKeys = settings, Selected = selections.Add };
        var version = (await lake.Silver.GetSnapshotAsync(ct: Ct)).Version;
        await engine.MaterializeAsync(new(View, "hash", lake.Silver, SilverLake.SilverName, version, lake.Gold(Gold), frontier, HorizonMicros: 0), Ct);
    }
}

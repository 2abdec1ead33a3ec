using Lakehouse.Cli.Tests;

namespace Lakehouse.Client.Tests.Rolling;

/// <summary>A lake of sensors with a known level each, synced to its SQLite store, and replicas that serve it.</summary>
internal sealed class RollingLake : IAsyncDisposable
{
    public const int Sensors = 50;
    private static readonly DateTimeOffset At = new(2026, 1, 1, 14, 0, 0, TimeSpan.Zero);
    private readonly TestLake lake;

    private RollingLake(TestLake lake, Replica[] replicas) => (this.lake, Replicas) = (lake, replicas);

    public Replica[] Replicas { get; }

    public static FeatureQuery Query(int sensor) => new FeatureQuery("levels@1").Key("sensor", $"s{sensor}").At(At);

    public static long Level(int sensor, int round) => (1000 * round) + sensor;

    public static async Task<RollingLake> StartAsync()
    {
        var lake = await TestLake.CreateAsync(new ReadingsProject());
        await WriteAsync(lake, round: 1);
        return new(lake, await Replica.StartAsync(lake.Root, count: 3));
    }

    public CheckedLoad Load(Func<int, long?, bool> isRight) =>
        new(new FeatureClient([.. Replicas.Select(r => r.Address)], new() { Deadline = TimeSpan.FromSeconds(15), RetryBudget = 500 }), isRight);

    /// <summary>Readings of another round for all sensors, from the source to the store.</summary>
    public Task WriteAsync(int round) => WriteAsync(lake, round);

    /// <summary>Fills a new table of the store, and switches to it.</summary>
    public async Task RebuildAsync()
    {
        var rebuild = await lake.RunAsync("sync", "sensor_level@1", "--rebuild");
        rebuild.ExitCode.Should().Be(0, rebuild.Error);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas) await replica.DisposeAsync();
        lake.Dispose();
    }

    private static async Task WriteAsync(TestLake lake, int round)
    {
        var rows = Enumerable.Range(0, Sensors).Select(s => $"r{round}-{s},2026-01-01T{10 + round}:00:00Z,s{s},{Level(s, round)}\n");
        var ingest = await lake.IngestAsync("readings_raw", lake.WriteText($"{round}.csv", $"Id,TakenAt,Sensor,Level\n{string.Concat(rows)}"));
        ingest.ExitCode.Should().Be(0, ingest.Error);
        var run = await lake.RunAsync("run", "--now", $"2026-01-01T{11 + round}:00:00Z");
        run.ExitCode.Should().Be(0, run.Error);
    }
}

using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Spark.TestHost;
using Lakehouse.Testing.Engines;

namespace Lakehouse.Engine.Spark.Tests.Conformance;

/// <summary>Both engines on one gold table: whoever made the earlier runs, and whoever makes the next one, it is what brute force gives after each.</summary>
public sealed class AlternationTests(SparkHost host, ITestOutputHelper output) : EngineConformance, IDisposable
{
    private readonly DuckDbDatabases databases = new();
    private readonly List<AlternatingEngine> engines = [];

    [Semantics("5.12")]
    [Fact]
    public async Task Engines_TakingTurnsByChance_GiveWhatBruteForceGives()
    {
        var options = new ConformanceOptions { Cases = 192, Seed = 23, ViewsPerLake = 6, HistoriesPerView = 32, JoinsPerLake = 0, Parallelism = 1 };

        var report = await CheckAsync(options.WithEnvironment(), TestContext.Current.CancellationToken);

        output.WriteLine($"{report}; runs {string.Join(", ", engines.SelectMany(e => e.Runs))}");
        engines.SelectMany(e => e.Runs.Keys).Distinct().Should().BeEquivalentTo(["duckdb", "spark"]);
    }

    public void Dispose() => databases.Dispose();

    protected override IEngine CreateEngine()
    {
        var driver = new DuckDbOptions { Threads = 1, MemoryLimit = "256MB", Databases = databases };
        engines.Add(new AlternatingEngine(new DuckDbEngine(driver, TimeProvider.System), new SparkEngine(host.NewSession(), driver, TimeProvider.System), seed: engines.Count));
        return engines[^1];
    }
}

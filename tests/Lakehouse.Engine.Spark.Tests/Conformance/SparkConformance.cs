using Lakehouse.Delta.DuckDb;
using Lakehouse.Spark.TestHost;
using Lakehouse.Testing.Engines;

namespace Lakehouse.Engine.Spark.Tests.Conformance;

/// <summary>The distributed engine against the oracle, on a real Spark.</summary>
public sealed class SparkConformance(SparkHost host, ITestOutputHelper output) : EngineConformance, IDisposable
{
    private readonly DuckDbDatabases databases = new();

    /// <summary>Many small histories share tables: a run of Spark costs the same for one or for many.</summary>
    [Semantics("2.2", "2.4", "2.6", "2.7", "3.1", "3.2", "3.6", "4.1", "4.2", "5.12", "7.25")]
    [Fact]
    public async Task Engine_AnyCase_GivesWhatBruteForceGives() =>
        await CheckAsync(new ConformanceOptions { Cases = 1_020, ViewsPerLake = 6, HistoriesPerView = 85, Parallelism = 2, ShrinkTime = TimeSpan.FromSeconds(60) });

    /// <summary>Lakes of one history, in which an overflow ends the run.</summary>
    [Semantics("5.6")]
    [Fact]
    public async Task Engine_CasesThatMayFail_NamesWhatOverflowsAndPublishesNothing()
    {
        var report = await CheckAsync(new ConformanceOptions { Cases = 12, Seed = 10, JoinsPerLake = 0, Parallelism = 1, ShrinkTime = TimeSpan.FromSeconds(60) });

        report.Refused.Should().BePositive();
    }

    public void Dispose() => databases.Dispose();

    protected override IEngine CreateEngine() =>
        new SparkEngine(host.NewSession(), new DuckDbOptions { Threads = 1, MemoryLimit = "256MB", Databases = databases }, TimeProvider.System);

    private async Task<ConformanceReport> CheckAsync(ConformanceOptions options)
    {
        var report = await CheckAsync(options.WithEnvironment(), TestContext.Current.CancellationToken);

        output.WriteLine(report.ToString());
        TestContext.Current.SendDiagnosticMessage(report.ToString());
        return report;
    }
}

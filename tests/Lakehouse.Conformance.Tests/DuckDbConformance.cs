using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Features.Definitions;
using Lakehouse.Testing.Engines;

namespace Lakehouse.Conformance.Tests;

/// <summary>The embedded engine against the oracle.</summary>
public sealed class DuckDbConformance(ITestOutputHelper output) : EngineConformance, IDisposable
{
    private readonly DuckDbDatabases databases = new();

    [Semantics("2.2", "2.4", "2.6", "2.7", "3.1", "3.2", "3.6", "4.1", "4.2", "5.12", "7.25")]
    [Fact]
    public async Task Engine_AnyCase_GivesWhatBruteForceGives()
    {
        var report = await CheckAsync(new ConformanceOptions().WithEnvironment(), TestContext.Current.CancellationToken);

        output.WriteLine(report.ToString());
        TestContext.Current.SendDiagnosticMessage(report.ToString());
    }

    /// <summary>The form in which engines are checked whose runs cost much.</summary>
    [Fact]
    public async Task Engine_HistoriesThatShareTables_GivesWhatBruteForceGives()
    {
        var report = await CheckAsync(new ConformanceOptions { Cases = 480, Seed = 13, HistoriesPerView = 20 }, TestContext.Current.CancellationToken);

        report.Cases.Should().Be(480);
    }

    [Fact]
    public async Task Engine_ViewsWrittenByAuthors_GivesWhatBruteForceGives()
    {
        foreach (var view in new ReadingsProject().Build().Views.OfType<EntityViewDefinition>())
        {
            for (var seed = 0; seed < 3; seed++) await CheckViewAsync(view, seed, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => databases.Dispose();

    protected override IEngine CreateEngine() => new DuckDbEngine(new DuckDbOptions { Threads = 1, MemoryLimit = "256MB", Databases = databases }, TimeProvider.System);
}

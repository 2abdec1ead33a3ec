using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Testing.Engines;

namespace Lakehouse.Conformance.Tests;

/// <summary>The embedded engine against the oracle.</summary>
public sealed class DuckDbConformance(ITestOutputHelper output) : EngineConformance
{
    [Fact]
    public async Task Engine_AnyCase_GivesWhatBruteForceGives()
    {
        var report = await CheckAsync(new ConformanceOptions().WithEnvironment(), TestContext.Current.CancellationToken);

        output.WriteLine(report.ToString());
        TestContext.Current.SendDiagnosticMessage(report.ToString());
    }

    protected override IEngine CreateEngine() => new DuckDbEngine(new DuckDbOptions { Threads = 1, MemoryLimit = "256MB" }, TimeProvider.System);
}

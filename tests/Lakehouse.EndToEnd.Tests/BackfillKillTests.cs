using System.Diagnostics;

namespace Lakehouse.EndToEnd.Tests;

/// <summary>kill -9 at random moments of a backfill, then the same command again: the gold of a plain run.</summary>
public sealed class BackfillKillTests
{
    private const string View = "airport_delays@1";
    private const int Lakes = 1;
    private const int KillsPerLake = 5;
    private const int Seed = 20010311;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backfill_KilledAtRandomMoments_EndsInTheGoldOfAPlainRun()
    {
        using var small = await SmallFlights.CreateAsync();
        await small.IngestAsync(small.WriteFlights("a.parquet", rows: 30_000, seed: 1));
        await CommandCall.SucceedAsync("conform", "flights@1", "--lake", small.Lake);
        var plain = small.CopyLake(small.Lake, "plain");
        var start = Stopwatch.GetTimestamp();
        await CommandProcess.SucceedAsync("materialize", View, "--now", SmallFlights.Clock, "--lake", plain);
        var length = Stopwatch.GetElapsedTime(start);
        var random = new Random(Seed);

        for (var i = 0; i < Lakes; i++)
        {
            var lake = small.CopyLake(small.Lake, $"killed-{i}");
            for (var kill = 0; kill < KillsPerLake; kill++) await KillAsync(lake, length * (0.3 + (0.9 * random.NextDouble())));
            var (exitCode, _, error) = await CommandProcess.RunAsync("backfill", View, "--parallel", "3", "--lake", lake, "--now", SmallFlights.Clock);

            exitCode.Should().BeOneOf([0, 3], error);
            var diff = await CommandCall.RunAsync("diff", "tables", Path.Combine(plain, "gold", View), Path.Combine(lake, "gold", View));
            (diff.ExitCode, diff.Out).Should().Be((0, "0\n"), $"lake {i} (seed {Seed}): {diff.Error}");
            await CommandCall.SucceedAsync("run", "--now", "2001-01-12T00:00:00Z", "--lake", lake);
        }
    }

    private static async Task KillAsync(string lake, TimeSpan after)
    {
        using var process = CommandProcess.Start("backfill", View, "--parallel", "3", "--lake", lake, "--now", SmallFlights.Clock);
        _ = process.StandardOutput.ReadToEndAsync(Ct);
        _ = process.StandardError.ReadToEndAsync(Ct);
        await Task.Delay(after, Ct);
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(Ct);
    }
}

using System.Diagnostics;

namespace Lakehouse.EndToEnd.Tests;

/// <summary>kill -9 at random moments of a run, then the run again: the same silver and gold as without.</summary>
public sealed class KillTests
{
    private const int Lakes = 2;
    private const int KillsPerLake = 8;
    private const int Seed = 20010311;

    private static readonly string[] Tables = ["silver/flights@1", "gold/airport_delays@1", "gold/route_delays@1", "gold/airport_last_departure@1"];

    [Fact]
    public async Task Run_KilledAtRandomMoments_EndsInTheTablesOfAnUndisturbedRun()
    {
        using var small = await SmallFlights.CreateAsync();
        await small.IngestAsync(small.WriteFlights("a.parquet", rows: 1500, seed: 1));
        await small.RunAsync("2001-01-06T00:00:00Z");
        await small.IngestAsync(small.WriteFlights("b.parquet", rows: 1500, seed: 2));
        var undisturbed = small.CopyLake(small.Lake, "undisturbed");
        var start = Stopwatch.GetTimestamp();
        await RunAsync(undisturbed);
        var length = Stopwatch.GetElapsedTime(start);
        var quarantined = await QuarantineAsync(undisturbed);
        var random = new Random(Seed);

        for (var i = 0; i < Lakes; i++)
        {
            var lake = small.CopyLake(small.Lake, $"killed-{i}");
            for (var kill = 0; kill < KillsPerLake; kill++) await KillAsync(lake, length * (0.3 + (0.8 * random.NextDouble())));
            await RunAsync(lake);

            foreach (var table in Tables)
            {
                var (exitCode, output, error) = await CommandCall.RunAsync("diff", "tables", Path.Combine(undisturbed, table), Path.Combine(lake, table));
                (exitCode, output).Should().Be((0, "0\n"), $"{table} of lake {i} (seed {Seed}): {output} {error}");
            }

            (await QuarantineAsync(lake)).Should().Equal(quarantined, $"quarantine of lake {i} (seed {Seed}) holds each row once");
        }
    }

    private static Task<string> RunAsync(string lake) => CommandProcess.SucceedAsync("run", "--now", SmallFlights.Clock, "--lake", lake);

    private static async Task<IEnumerable<string>> QuarantineAsync(string lake)
    {
        var rows = await CommandCall.SucceedAsync("read", "silver/flights@1.quarantine", "--columns", "rule", "_source_file", "_source_row", "bronze_version", "row", "--lake", lake, "--json");
        return rows.Split('\n').Order(StringComparer.Ordinal);
    }

    private static async Task KillAsync(string lake, TimeSpan after)
    {
        using var process = CommandProcess.Start("run", "--now", SmallFlights.Clock, "--lake", lake);
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Task.Delay(after, TestContext.Current.CancellationToken);
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}

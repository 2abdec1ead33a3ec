using System.Diagnostics;

namespace Lakehouse.Cli.Tests;

/// <summary>A disk that fills up in the middle of a commit.</summary>
public sealed class DiskFullTests
{
    [Fact]
    public async Task Ingest_DiskFull_FailsClearlyAndLeavesTheTableAsItWas()
    {
        using var lake = await TestLake.CreateAsync(new Flights.FlightsProject());
        await using var disk = await SmallDisk.TryMountAsync(Path.Combine(lake.Root, "bronze"), "3m");
        if (disk is null) Assert.Skip("A tmpfs can only be mounted as root on Linux.");
        await lake.IngestAsync("flights_raw", lake.WriteParquet("small.parquet", Rows(10)));
        var big = lake.WriteParquet("big.parquet", Rows(2_000_000));

        var run = await lake.IngestAsync("flights_raw", big);
        var rows = await lake.RunAsync("read", "bronze/flights_raw", "--columns", "_source_file");

        run.ExitCode.Should().Be(ExitCode.Failed);
        run.Error.Should().NotContain("Unexpected").And.NotContain("   at ");
        rows.Json.Should().HaveCount(10).And.OnlyContain(r => r.GetProperty("_source_file").GetString() == "small.parquet");
    }

    private static string Rows(int count) =>
        $"""
         SELECT TIMESTAMP '2001-01-01' + INTERVAL (i) SECOND AS date, (hash(i) % 100000)::BIGINT AS delay, (hash(i + 7) % 1000000)::BIGINT AS distance,
                'ORD' AS origin, hash(i)::VARCHAR AS destination
         FROM range({count}) r(i)
         """;

    private sealed class SmallDisk(string path) : IAsyncDisposable
    {
        public static async Task<SmallDisk?> TryMountAsync(string path, string size)
        {
            Directory.CreateDirectory(path);
            return OperatingSystem.IsLinux() && await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", path) == 0 ? new(path) : null;
        }

        public async ValueTask DisposeAsync() => await RunAsync("umount", "-l", path);

        private static async Task<int> RunAsync(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
    }
}

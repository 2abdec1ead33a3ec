using System.Diagnostics;

namespace Lakehouse.Cli.Tests;

public sealed class SyncKillTests
{
    private const string View = "sensor_level@1";
    private const int Sensors = 30_000;

    [Semantics("2.9")]
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sync_KilledWhileItWrites_LeavesTheMarkerAloneAndIsMadeUpForByTheNext(bool rebuild)
    {
        using var lake = await TestLake.CreateAsync(new ReadingsProject());
        var file = lake.WriteText("1.csv", "Id,TakenAt,Sensor,Level\n" + string.Concat(Enumerable.Range(0, Sensors).Select(i => $"r{i},2026-01-01T10:00:00Z,s{i},{i}\n")));
        (await lake.IngestAsync("readings_raw", file)).ExitCode.Should().Be(0);
        (await lake.RunAsync("conform", "readings@1")).ExitCode.Should().Be(0);
        (await lake.RunAsync("materialize", View, "--now", "2026-01-01T12:00:00Z")).ExitCode.Should().Be(0);
        string[] arguments = ["sync", View, .. rebuild ? (string[])["--rebuild"] : []];
        var store = Path.Combine(lake.Root, "_online", "online.db");

        using (var process = Start(lake, arguments))
        {
            while (!process.HasExited && (!File.Exists(store + "-wal") || new FileInfo(store + "-wal").Length < 500_000)) await Task.Delay(5, TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            process.ExitCode.Should().NotBe(0, "it was killed while it wrote");
        }

        var verified = await lake.RunAsync("sync", "verify", View);
        var again = await lake.RunAsync(arguments);
        var whole = await lake.RunAsync("sync", "verify", View);

        verified.Error.Should().Contain("was never synced", "rows without a marker are no sync");
        again.Json[0].GetProperty("rows").GetInt64().Should().Be(Sensors);
        whole.ExitCode.Should().Be(0, whole.Error);
        whole.Error.Should().Contain($"{Sensors:N0} rows of {Sensors:N0} keys");
    }

    private static Process Start(TestLake lake, string[] arguments)
    {
        var command = Path.Combine(AppContext.BaseDirectory, "lakehouse.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [command, .. arguments, "--lake", lake.Root, "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }
}

using System.Diagnostics;
using System.Globalization;

namespace Lakehouse.Cassandra.TestHost.Tests;

public sealed class OrphanTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Node_TestProcessKilled_EndsAndLeavesNoFolder()
    {
        CassandraRequirement.Verify();
        var start = new ProcessStartInfo("dotnet", [typeof(OrphanTests).Assembly.Location, "--hold-node"]) { RedirectStandardOutput = true };
        using var holder = Process.Start(start)!;
        var said = (await holder.StandardOutput.ReadLineAsync(Ct))!.Split(' ');
        var (node, folder) = (int.Parse(said[0], CultureInfo.InvariantCulture), said[1]);
        Signals.Send(node, 0).Should().BeTrue("the node runs before its holder dies");

        holder.Kill();
        await holder.WaitForExitAsync(Ct);

        var limit = Stopwatch.StartNew();
        while ((Signals.Send(node, 0) || Directory.Exists(folder)) && limit.Elapsed < TimeSpan.FromSeconds(20)) await Task.Delay(100, Ct);
        Signals.Send(node, 0).Should().BeFalse();
        Directory.Exists(folder).Should().BeFalse();
    }
}

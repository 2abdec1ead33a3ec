using System.Diagnostics;
using System.Globalization;
using Lakehouse.Spark.TestHost;

namespace Microsoft.Spark.Tests.Life;

/// <summary>Ctrl-C reaches every process of a terminal; what it means is the program's matter.</summary>
public sealed class InterruptTests(SparkHost host)
{
    [Fact]
    public async Task Interrupt_OfTheJvm_DoesNotEndIt()
    {
        using var kill = Process.Start("kill", ["-INT", host.JvmProcessId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);

        host.Session.Range(3).Count().Should().Be(3);
    }
}

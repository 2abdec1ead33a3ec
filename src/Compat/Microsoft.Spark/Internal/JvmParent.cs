namespace Microsoft.Spark.Internal;

/// <summary>The JVM of spark-submit, which started this program with a pipe as its standard input.</summary>
internal static class JvmParent
{
    private const int Checks = 20;
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromMilliseconds(100);

    public static Gateway Connect(int port, string secret)
    {
        var gateway = new Gateway(port, secret, () => "spark-submit, which started this program, ended.");
        new Thread(() => ExitWhenGone(gateway)) { IsBackground = true, Name = "spark-submit watch" }.Start();
        return gateway;
    }

    // The pipe's end may also mean that somebody gave the program another input, so the gateway has the last word.
    private static void ExitWhenGone(Gateway gateway)
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (input.Read(buffer) > 0)
        {
        }
        using var never = new ManualResetEvent(false);
        for (var i = 0; i < Checks; i++)
        {
            if (!gateway.IsAlive()) Environment.Exit(1);
            never.WaitOne(BetweenChecks);
        }
    }
}

using Lakehouse.Azure.Tests.Tables;
using Xunit.Runner.InProc.SystemConsole;

namespace Lakehouse.Azure.Tests;

/// <summary>Runs the tests, or the writer that a test kills.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not [WriterProcess.Switch, var endpoint, var table, var cache]) return await ConsoleRunner.Run(args);
        await WriterProcess.AppendForeverAsync(new Uri(endpoint), table, cache);
        return 0;
    }
}

using Lakehouse.Delta.Tests.Processes;
using Xunit.Runner.InProc.SystemConsole;

namespace Lakehouse.Delta.Tests;

/// <summary>Runs the tests, or one writer of the tests with several processes.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not [WriterProcess.Switch, .. var command]) return await ConsoleRunner.Run(args);
        await WriterCommands.RunAsync(command);
        return 0;
    }
}

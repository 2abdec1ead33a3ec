using Lakehouse.Cli;

namespace Lakehouse.EndToEnd.Tests;

/// <summary>The command inside the test's process, for steps that only prepare or compare: they need no process of their own.</summary>
internal static class CommandCall
{
    public static async Task<(int ExitCode, string Out, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(output, error, Width: null, ErrorIsInteractive: false);
        var exitCode = await LakehouseCommand.RunAsync(arguments, terminal, TimeProvider.System, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a call that must succeed.</summary>
    public static async Task<string> SucceedAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);
        exitCode.Should().Be(0, error);
        return output;
    }
}

using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Lakehouse.Cli;

/// <summary>A verb: a command with an example in its help and one way out for every failure.</summary>
internal sealed class VerbCommand : Command
{
    /// <param name="name">The verb.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="example">A command line that works.</param>
    public VerbCommand(string name, string description, string example)
        : base(name, description) => Example = example;

    public string Example { get; }

    /// <summary>Sets what the verb does; an exception becomes one line on standard error and an exit code.</summary>
    public VerbCommand Runs(CommandHost host, Func<Invocation, CancellationToken, Task<int>> run)
    {
        SetAction(async (arguments, ct) =>
        {
            try
            {
                await using var invocation = new Invocation(arguments, host);
                return await run(invocation, ct);
            }
            catch (Exception exception)
            {
                var failure = Failure.Of(exception);
                await host.Terminal.Error.WriteLineAsync($"lakehouse {Name}: {failure.Message}");
                if (arguments.GetValue(CommonOptions.Verbose)) await host.Terminal.Error.WriteLineAsync(exception.ToString());
                return failure.ExitCode;
            }
        });
        return this;
    }
}

/// <summary>Help that ends with the verb's example.</summary>
internal sealed class ExampleHelp(HelpAction inner) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = inner.Invoke(parseResult);
        if (parseResult.CommandResult.Command is VerbCommand verb) parseResult.InvocationConfiguration.Output.Write($"Example:\n  {verb.Example}\n\n");
        return code;
    }
}

using System.CommandLine;
using System.CommandLine.Help;
using Lakehouse.Cli.Verbs;

namespace Lakehouse.Cli;

/// <summary>The command: its verbs and how a call goes.</summary>
internal static class LakehouseCommand
{
    private static readonly TimeSpan PatienceAfterInterrupt = TimeSpan.FromSeconds(45);

    /// <summary>Runs one call and returns its exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, TimeProvider clock, CancellationToken ct = default)
    {
        var root = Create(new CommandHost(terminal, clock));
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is not ExampleHelp)
        {
            foreach (var error in parsed.Errors) await terminal.Error.WriteLineAsync($"lakehouse: {error.Message}");
            await terminal.Error.WriteLineAsync("Run lakehouse --help, or lakehouse <verb> --help.");
            return ExitCode.Usage;
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = PatienceAfterInterrupt,
            },
            ct);
    }

    /// <summary>The tree of verbs.</summary>
    internal static RootCommand Create(CommandHost host)
    {
        var root = new RootCommand("Lakehouse: a feature platform in C#. Bronze, silver and gold Delta tables, an online store, and lookups over gRPC.")
        {
            CommonOptions.Lake, CommonOptions.Format, CommonOptions.Json, CommonOptions.Verbose,
            QuickstartVerb.Create(host), DoctorVerb.Create(host),
            NewVerb.Create(host), TestVerb.Create(host), PlanVerb.Create(host), ApplyVerb.Create(host), SchemaVerb.Create(host),
            IngestVerb.Create(host), RunVerb.Create(host), ConformVerb.Create(host), MaterializeVerb.Create(host), SyncVerb.Create(host), BackfillVerb.Create(host),
            TrainingSetVerb.Create(host),
            SubmitVerb.Create(host),
            FitVerb.Create(host),
            GetVerb.Create(host), ClientVerb.Create(host),
            RunsVerb.Create(host), HistoryVerb.Create(host), ShowVerb.Create(host), ReadVerb.Create(host), ChangesVerb.Create(host), TxnVerb.Create(host), DiffVerb.Create(host),
            OptimizeVerb.Create(host), VacuumVerb.Create(host), RestoreVerb.Create(host), FsckVerb.Create(host), MaintainVerb.Create(host),
            ServeVerb.Create(host), TopVerb.Create(host), HealthVerb.Create(host), PushVerb.Create(host), ApiKeyVerb.Create(host),
            ClusterVerbs.CreateUp(host), ClusterVerbs.CreateDown(host), ClusterVerbs.CreateStatus(host),
        };
        foreach (var option in root.Options.OfType<HelpOption>()) option.Action = new ExampleHelp((HelpAction)option.Action!);
        return root;
    }
}

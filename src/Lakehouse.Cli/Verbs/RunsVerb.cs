using System.CommandLine;
using System.Text.Json;
using Lakehouse.Catalog;
using Lakehouse.Cli.Output;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>runs</c>: what jobs did, on which engine, and where.</summary>
internal static class RunsVerb
{
    private const int DefaultLimit = 20;

    private static readonly Argument<string> Target = new("target")
    {
        Description = "Only runs that wrote this table or view, for example gold/airport_delays@1 (default: all)", DefaultValueFactory = _ => "",
    };
    private static readonly Option<int> Limit = new("--limit") { Description = $"At most so many runs (default: {DefaultLimit})", HelpName = "n", DefaultValueFactory = _ => DefaultLimit };

    private static readonly OutputColumn[] Columns =
    [
        OutputColumn.Time("started"), OutputColumn.Text("job"), OutputColumn.Text("target"), OutputColumn.Text("status"), OutputColumn.Text("engine"), OutputColumn.Text("application"),
        OutputColumn.Text("master"), OutputColumn.Number("rows"), OutputColumn.Seconds("seconds"),
    ];

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "runs", "List recorded runs of jobs, newest first; JSON and CSV show all that was recorded: clock, versions read and written, settings, rows.",
            "lakehouse runs gold/airport_delays@1 --limit 5")
        {
            Target, Limit,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var lake = await Lake.OpenAsync(call.LakeRoot, create: false, call.Clock, ct);
        var target = call.Get(Target);
        var runs = (await new FeatureCatalog(lake).ListRunsAsync(ct)).Where(r => target.Length == 0 || r.Target == target).Take(call.Get(Limit));
        var full = call.Format != OutputFormat.Table;
        await call.PrintAsync(full ? [.. Columns, OutputColumn.Text("run_id"), OutputColumn.Text("details")] : Columns, runs.Select(r => Row(r, full)));
        return ExitCode.Done;
    }

    private static object?[] Row(RunRecord run, bool full)
    {
        using var document = JsonDocument.Parse(run.DetailsJson);
        var details = document.RootElement;
        object?[] row =
        [
            run.StartedAt, run.Job, run.Target, run.Status, Text(details, "engine"), Fact(details, "application"), Fact(details, "master"),
            details.TryGetProperty("rows", out var rows) && rows.TryGetProperty("written", out var written) ? written.GetInt64() : null,
            Math.Round((run.FinishedAt - run.StartedAt).TotalSeconds, 3),
        ];
        return full ? [.. row, run.RunId, run.DetailsJson] : row;
    }

    // Runs of older versions have no facts of their engine.
    private static string? Fact(JsonElement details, string name) => details.TryGetProperty("engine_facts", out var facts) ? Text(facts, name) : null;

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}

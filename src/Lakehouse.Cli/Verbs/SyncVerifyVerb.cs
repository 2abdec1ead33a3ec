using System.CommandLine;
using System.Globalization;
using Lakehouse.Cli.Output;
using Lakehouse.Features.Definitions;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>sync verify</c>: online stores compared with gold, and put right.</summary>
internal static class SyncVerifyVerb
{
    private static readonly Argument<string> View = new("view") { Description = "A registered view, name@N" };

    private static readonly Option<bool> Repair = new("--repair") { Description = "Put right what is wrong, and only that" };

    private static readonly Option<string?> Sample = new("--sample")
    {
        Description = "Compare only a share of gold's keys, for example 1%; keys that gold has not are found only without it (default: all)", HelpName = "share",
    };

    private static readonly Option<string?> Seed = new("--seed") { Description = "With --sample: another seed takes other keys", HelpName = "text" };

    private static readonly OutputColumn[] Columns =
    [
        OutputColumn.Text("online"), OutputColumn.Text("fault"), OutputColumn.Text("key"), OutputColumn.Time("valid_from"), OutputColumn.Time("online_known_at"), OutputColumn.Time("gold_known_at"),
    ];

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "verify", "Compare online stores with gold: missing, stale and extra rows; exit code 3 where there are any.",
            "lakehouse sync verify airport_delays@1\n  lakehouse sync verify airport_delays@1 --target eu --repair")
        {
            View, OnlineChoice.Some, Sample, Seed, Repair,
        }.WithEngine().Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        if (call.Get(Seed) is not null && call.Get(Sample) is null) throw new UsageException("--seed goes with --sample.");
        var options = new VerifyOptions(Names.Parse(call.Get(View))) { Repair = call.Get(Repair), Sample = Share(call), Seed = call.Get(Seed) ?? "" };
        var session = await call.OpenLakeAsync(create: false, ct);
        await using var targets = session.OpenTargets(call.Get(OnlineChoice.Some));
        var results = new List<VerifyResult>();
        foreach (var target in targets.All) results.Add(await VerifyJob.RunAsync(session.Jobs, target, options, ct));

        var view = (await session.Catalog.GetViewAsync(options.View, ct)).Definition;
        await call.PrintAsync(Columns, results.SelectMany(r => r.First.Select(f => Row(r, f, ((EntityViewDefinition)view).Entity))));
        foreach (var result in results) await call.SayAsync(result.Message);
        return results.All(r => r.IsClean) ? ExitCode.Done : ExitCode.Refused;
    }

    private static object?[] Row(VerifyResult result, RowFinding finding, EntityDefinition entity) =>
    [
        result.Target, finding.Fault.ToString().ToLowerInvariant(), string.Join(' ', entity.Keys.Zip(finding.Key, (field, value) => $"{field.Name}={CellText.Of(field.Type, value)}")),
        Time(finding.ValidFromMicros), Time(finding.SeenKnownAtMicros), Time(finding.WantedKnownAtMicros),
    ];

    private static object? Time(long? micros) => micros is { } at ? Instant.FromMicros(at).UtcDateTime : null;

    private static double? Share(Invocation call)
    {
        if (call.Get(Sample) is not { } text) return null;
        var isPercent = text.EndsWith('%');
        return double.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && (isPercent ? number / 100 : number) is > 0 and <= 1 and var share
            ? share
            : throw new UsageException($"--sample: '{text}' is not a share above 0 and at most 1, for example 1% or 0.01.");
    }
}

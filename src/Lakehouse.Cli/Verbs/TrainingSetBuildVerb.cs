using System.CommandLine;
using System.Globalization;
using Lakehouse.Cli.Output;
using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>training-set build</c>: joins a spine to a set as of each row's timestamp.</summary>
internal static class TrainingSetBuildVerb
{
    private static readonly Argument<string> Set = new("set") { Description = "A registered feature set, name@N" };
    private static readonly Option<string> Spine = new("--spine")
    {
        Description = "Parquet, CSV or JSON lines file, or a Delta table: the set's keys, timestamp, and any other columns",
        HelpName = "file",
        Required = true,
    };
    private static readonly Option<long?> SpineVersion = new("--spine-version") { Description = "Version of a spine that is a Delta table", HelpName = "n" };
    private static readonly Option<string> SpineTimestamp = new("--spine-timestamp") { Description = "The spine, a Delta table, as it was then", HelpName = "instant" };
    private static readonly Option<string> Out = new("--out") { Description = "Name of the result: training/<name>", HelpName = "name", Required = true };
    private static readonly Option<string> Mode = ModeOption();
    private static readonly Option<string[]> AsOf = new("--as-of")
    {
        Description = "Mode as_of: one instant, or view@N=version for each view",
        HelpName = "instant|view@N=V",
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<bool> AllowStale = new("--allow-stale") { Description = "Flag rows later than the clock instead of refusing them" };
    private static readonly Option<bool> Status = new("--status") { Description = "Add a status column per feature" };
    private static readonly Option<bool> EventTime = new("--event-time") { Description = "Add an event_time column per view" };

    private static readonly Option<double?> FitShare = new("--fit-share") { Description = "Fit the set's transforms on this share of the rows, 0 to 1 (default: all)", HelpName = "share" };
    private static readonly Option<string?> FitBy = new("--fit-by") { Description = "With --fit-share: rows of one value of this column stay together (default: spine_row)", HelpName = "column" };
    private static readonly Option<string?> FitSeed = new("--fit-seed") { Description = "With --fit-share: seed of the choice (default: fit)", HelpName = "text" };

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "build", "Join a spine to a set as of each row's timestamp; kept as training/<name> with a manifest that can prove it.",
            "lakehouse training-set build departure_delay_model@1 --spine labels.parquet --out late_model")
        {
            Set, Spine, SpineVersion, SpineTimestamp, Out, Mode, AsOf, AllowStale, Status, EventTime, FitShare, FitBy, FitSeed,
        }.WithEngine().Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var (instant, versions) = ReadAsOf(call.Get(AsOf) ?? []);
        var options = new TrainingSetOptions(Names.Parse(call.Get(Set)), ReadSpine(call), call.Get(Out)!)
        {
            Mode = ReadMode(call.Get(Mode)!, instant is not null || versions.Count > 0),
            Versions = versions,
            AsOf = instant,
            AllowStale = call.Get(AllowStale),
            IncludeStatus = call.Get(Status),
            IncludeEventTime = call.Get(EventTime),
            FitSplit = ReadSplit(call.Get(FitShare), call.Get(FitSeed), call.Get(FitBy)),
        };
        var session = await call.OpenLakeAsync(create: false, ct);
        var manifest = await TrainingSetJob.BuildAsync(session.Jobs, options, ct);
        await call.PrintAsync(ManifestRows.Columns, [ManifestRows.Of(manifest)]);
        return ExitCode.Done;
    }

    private static SpineSource ReadSpine(Invocation call)
    {
        var (version, text) = (call.Get(SpineVersion), call.Get(SpineTimestamp));
        if (version is not null && text is not null) throw new UsageException("--spine-version and --spine-timestamp exclude each other.");
        DateTimeOffset? instant = text is null ? null : Cli.Instant.FromMicros(Cli.Instant.Parse(text, "--spine-timestamp"));
        return SpineSource.FromTable(call.Get(Spine)!, version, instant);
    }

    private static FitSplit? ReadSplit(double? share, string? seed, string? column)
    {
        if (share is null && (seed is not null || column is not null)) throw new UsageException("--fit-by and --fit-seed go with --fit-share.");
        if (share is not null && !(share > 0 && share <= 1)) throw new UsageException("--fit-share is above 0 and at most 1.");
        return share is { } part ? new(part, seed ?? "fit", column) : null;
    }

    private static TrainingMode ReadMode(string mode, bool hasAsOf) => mode switch
    {
        "as_known" when hasAsOf => throw new UsageException("--as-of goes with --mode as_of, not as_known."),
        "as_known" => TrainingMode.AsKnown,
        "as_of" when !hasAsOf => throw new UsageException("--mode as_of needs --as-of <instant> or --as-of view@N=version."),
        _ => hasAsOf ? TrainingMode.AsOf : TrainingMode.Latest,
    };

    private static (DateTimeOffset? Instant, Dictionary<VersionedName, long> Versions) ReadAsOf(string[] texts)
    {
        DateTimeOffset? instant = null;
        var versions = new Dictionary<VersionedName, long>();
        foreach (var text in texts)
        {
            if (text.Split('=') is not [var view, var version]) instant = Cli.Instant.FromMicros(Cli.Instant.Parse(text, "--as-of"));
            else if (long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) versions[Names.Parse(view)] = number;
            else throw new UsageException($"--as-of: '{version}' is no version; write for example airport_delays@1=3.");
        }

        if (instant is not null && (versions.Count > 0 || texts.Length > 1)) throw new UsageException("--as-of takes one instant, or versions by view, not both.");
        return (instant, versions);
    }

    private static Option<string> ModeOption()
    {
        var option = new Option<string>("--mode")
        {
            Description = "latest, as_known (only what was known then) or as_of (default: latest, as_of with --as-of)",
            HelpName = "mode",
            DefaultValueFactory = _ => "latest",
        };
        option.AcceptOnlyFromAmong("latest", "as_known", "as_of");
        return option;
    }
}

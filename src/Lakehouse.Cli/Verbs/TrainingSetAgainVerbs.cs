using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>training-set rebuild</c> and <c>refresh</c>.</summary>
internal static class TrainingSetAgainVerbs
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the training set" };
    private static readonly Option<string> Out = new("--out") { Description = "Name of the result: training/<name>", HelpName = "name", Required = true };

    public static Command CreateRebuild(CommandHost host) =>
        new VerbCommand(
            "rebuild", "Build a training set again under another name, from the versions and the spine that it has pinned. Exit code 3 when its rows come out otherwise.",
            "lakehouse training-set rebuild late_model --out late_model_again")
        {
            Name, Out,
        }.WithEngine().Runs(host, async (call, ct) =>
        {
            var session = await call.OpenLakeAsync(create: false, ct);
            await TrainingSetReadVerbs.SayMissingPinsAsync(call, session, call.Get(Name), ct);
            var manifest = await TrainingSetJob.RebuildAsync(session.Jobs, call.Get(Name), call.Get(Out)!, ct);
            await call.PrintAsync(ManifestRows.Columns, [ManifestRows.Of(manifest)]);
            return ExitCode.Done;
        });

    public static Command CreateRefresh(CommandHost host) =>
        new VerbCommand(
            "refresh", "Build a training set's next version: the same set, spine and options at the newest versions of its views.",
            "lakehouse training-set refresh late_model")
        {
            Name,
        }.WithEngine().Runs(host, async (call, ct) =>
        {
            var session = await call.OpenLakeAsync(create: false, ct);
            var before = await TrainingSetJob.ShowAsync(session.Jobs, call.Get(Name), ct);
            var manifest = await TrainingSetJob.RefreshAsync(session.Jobs, call.Get(Name), ct);
            await call.PrintAsync(ManifestRows.Columns, [ManifestRows.Of(manifest)]);
            if (manifest.Version == before.Version) await call.SayAsync($"Training set {manifest.Name} has the newest versions already: nothing was built.");
            return ExitCode.Done;
        });
}

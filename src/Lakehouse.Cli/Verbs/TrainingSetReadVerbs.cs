using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>training-set list</c>, <c>show</c> and <c>verify</c>.</summary>
internal static class TrainingSetReadVerbs
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the training set" };

    private static readonly OutputColumn[] Verification =
    [
        OutputColumn.Text("name"), OutputColumn.Flag("equal"), OutputColumn.Text("recorded"), OutputColumn.Text("stored"), OutputColumn.Text("rebuilt"),
        OutputColumn.Text("recorded_fit"), OutputColumn.Text("rebuilt_fit"),
    ];

    public static Command CreateList(CommandHost host) =>
        new VerbCommand("list", "List the training sets.", "lakehouse training-set list").Runs(host, async (call, ct) =>
        {
            var session = await call.OpenLakeAsync(create: false, ct);
            await call.PrintAsync(ManifestRows.Columns, (await TrainingSetJob.ListAsync(session.Jobs, ct)).Select(ManifestRows.Of));
            return ExitCode.Done;
        });

    /// <summary>Says on stderr which pins a training set lacks.</summary>
    public static async Task SayMissingPinsAsync(Invocation call, LakeSession session, string name, CancellationToken ct)
    {
        var missing = await TrainingSetJob.MissingPinsAsync(session.Jobs, name, ct);
        if (missing.Count == 0) return;
        await call.SayAsync(
            $"Pins of {string.Join(", ", missing.Select(p => FormattableString.Invariant($"{p.Table} version {p.Version}")))} for training set {name} are missing: "
            + "vacuum may remove what a rebuild needs. Build the set again while the versions are there.");
    }

    public static Command CreateShow(CommandHost host) =>
        new VerbCommand("show", "Print a training set's manifest as JSON.", "lakehouse training-set show late_model") { Name }.Runs(host, async (call, ct) =>
        {
            var session = await call.OpenLakeAsync(create: false, ct);
            await SayMissingPinsAsync(call, session, call.Get(Name), ct);
            await call.Terminal.Out.WriteLineAsync((await TrainingSetJob.ShowAsync(session.Jobs, call.Get(Name), ct)).Json);
            return ExitCode.Done;
        });

    public static Command CreateVerify(CommandHost host) =>
        new VerbCommand(
            "verify", "Rebuild a training set from its pinned versions and compare digests. Exit code 3 when they differ.",
            "lakehouse training-set verify late_model")
        {
            Name,
        }
            .WithEngine().Runs(host, async (call, ct) =>
            {
                var session = await call.OpenLakeAsync(create: false, ct);
                await SayMissingPinsAsync(call, session, call.Get(Name), ct);
                var result = await TrainingSetJob.VerifyAsync(session.Jobs, call.Get(Name), ct);
                await call.PrintAsync(Verification, [[call.Get(Name), result.Equal, result.Recorded, result.Stored, result.Rebuilt, result.RecordedFit, result.RebuiltFit]]);
                if (result.Equal) return ExitCode.Done;
                await call.SayAsync(
                    $"Training set {call.Get(Name)} is not what its manifest says: a digest differs. Do not train on it; build it again under another name and compare.");
                return ExitCode.Refused;
            });
}

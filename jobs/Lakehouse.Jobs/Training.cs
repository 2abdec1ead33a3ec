using Lakehouse.Features;
using Lakehouse.Pipelines;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Jobs;

/// <summary>The jobs on training sets.</summary>
internal static class Training
{
    /// <exception cref="FormatException">There is no such job, or its arguments do not fit.</exception>
    public static Job Find(JobArguments arguments)
    {
        if (arguments.Targets is not [var what, var name]) throw new FormatException("training-set takes build, rebuild, refresh or verify, and a name.");
        return what switch
        {
            "build" => Build(new TrainingSetOptions(VersionedName.Parse(name), SpineSource.FromPath(arguments.Required("spine")), arguments.Required("out"))),
            "rebuild" => Rebuild(name, arguments.Required("out")),
            "refresh" => Timed((context, ct) => TrainingSetJob.RefreshAsync(context, name, ct)),
            "verify" => Timed((context, ct) => VerifyAsync(context, name, ct)),
            _ => throw new FormatException($"training-set {what} is not known."),
        };
    }

    private static Job Build(TrainingSetOptions options) => Timed((context, ct) => TrainingSetJob.BuildAsync(context, options, ct));

    private static Job Rebuild(string name, string output) => Timed((context, ct) => TrainingSetJob.RebuildAsync(context, name, output, ct));

    private static async Task<TrainingManifest> VerifyAsync(JobContext context, string name, CancellationToken ct)
    {
        var result = await TrainingSetJob.VerifyAsync(context, name, ct);
        return result.Equal ? await TrainingSetJob.ShowAsync(context, name, ct) : throw new JobException(
            3, $"Training set {name} is not what its manifest says: recorded {result.Recorded}, stored {result.Stored}, rebuilt {result.Rebuilt}. Build it again under another name and compare.");
    }

    private static Job Timed(Func<JobContext, CancellationToken, Task<TrainingManifest>> run) => async (context, _, ct) =>
    {
        var start = context.Lake.Clock.GetTimestamp();
        var manifest = await run(context, ct);
        var elapsed = context.Lake.Clock.GetElapsedTime(start);
        return [new("training-set", $"training/{manifest.Name}", Changed: true, manifest.Rows, manifest.Version, elapsed, $"{manifest.Rows:N0} rows, digest {manifest.Digest}")];
    };
}

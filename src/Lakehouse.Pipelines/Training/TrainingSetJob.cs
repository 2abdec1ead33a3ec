using Lakehouse.Catalog;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Pipelines.Internal;
using Lakehouse.Pipelines.Internal.Training;

namespace Lakehouse.Pipelines.Training;

/// <summary>Builds, lists and verifies training sets.</summary>
public static class TrainingSetJob
{
    /// <summary>
    /// Joins, commits, pins. The spine is copied into the lake as <c>training/name.spine</c>, and every version that the set needs is pinned for <c>training/name</c>.
    /// </summary>
    /// <exception cref="JobException">The spine cannot be used, the name is not legal, or a view has no gold yet.</exception>
    public static async Task<TrainingManifest> BuildAsync(JobContext context, TrainingSetOptions options, CancellationToken ct)
    {
        TrainingStore.CheckName(options.Name);
        TrainingManifest? manifest = null;
        await RunRecorder.RunAsync(context, "training-set", TrainingStore.TableName(options.Name), BuildAndTellAsync, ct);
        return manifest!;

        async Task<JobOutcome> BuildAndTellAsync(RunDetails details)
        {
            manifest = await BuildAsync(context, options, details, ct);
            return new(Changed: true, manifest.Rows, manifest.Version, $"{manifest.Rows:N0} rows");
        }
    }

    /// <summary>All training sets of the lake, by name.</summary>
    public static async Task<IReadOnlyList<TrainingManifest>> ListAsync(JobContext context, CancellationToken ct)
    {
        var manifests = new List<TrainingManifest>();
        foreach (var name in TrainingStore.Names(await context.Catalog.ListPinsAsync(ct)))
        {
            if (await TrainingStore.TryReadAsync(context.Lake, name, ct) is { } manifest) manifests.Add(manifest);
        }

        return manifests;
    }

    /// <summary>One training set.</summary>
    /// <exception cref="JobException">There is none of that name.</exception>
    public static async Task<TrainingManifest> ShowAsync(JobContext context, string name, CancellationToken ct)
    {
        TrainingStore.CheckName(name);
        return await TrainingStore.TryReadAsync(context.Lake, name, ct)
            ?? throw new JobException(1, $"There is no training set {name} in the lake. 'lakehouse training-set list' names those that are there.");
    }

    /// <summary>Rebuilds from the pinned versions, outside the lake, and compares; also digests the rows that the table holds now.</summary>
    /// <exception cref="JobException">There is none of that name.</exception>
    public static async Task<TrainingVerification> VerifyAsync(JobContext context, string name, CancellationToken ct)
    {
        var manifest = await ShowAsync(context, name, ct);
        using var scratch = new ScratchDirectory();
        var inputs = await TrainingInputs.OfManifestAsync(context, manifest, ct);
        using var session = new DuckDbSession();
        var output = scratch.Table("rebuilt", context.Lake.Clock);
        var built = await context.Engine.BuildTrainingSetAsync(await inputs.PlanAsync(context, output, session, ct), ct);
        var format = ManifestReader.DigestFormat(manifest);
        var rebuilt = format == TrainingDigest.ColumnFormat
            ? built.Digest.Sha256
            : (await context.Engine.DigestAsync(await output.GetSnapshotAsync(built.Version, ct), format, ct)).Sha256;
        var stored = (await context.Engine.DigestAsync(await context.Lake.Training(name).GetSnapshotAsync(version: null, ct), format, ct)).Sha256;
        return new(rebuilt == manifest.Digest && stored == manifest.Digest, manifest.Digest, rebuilt, stored);
    }

    private static async Task<TrainingManifest> BuildAsync(JobContext context, TrainingSetOptions options, RunDetails details, CancellationToken ct)
    {
        var request = await TrainingInputs.OfOptionsAsync(context, options, ct);
        var spine = await SpineCopy.WriteAsync(context, request.Set, options, ct);
        var inputs = request with { Spine = spine };
        await context.Catalog.PinAsync(inputs.Pins(), ct);

        var output = context.Lake.Training(options.Name);
        var manifest = new ManifestWriter(options.Name, inputs, context.Lake.Clock.GetUtcNow());
        using var session = new DuckDbSession();
        var result = await context.Engine.BuildTrainingSetAsync(await inputs.PlanAsync(context, output, session, ct) with { Manifest = manifest.Write }, ct);
        await context.Catalog.PinAsync([new Pin(TrainingStore.TableName(options.Name), result.Version, inputs.Owner)], ct);

        details.DefinitionHash = inputs.SetHash;
        foreach (var pin in inputs.Pins()) details.Inputs[pin.Table] = pin.Version;
        details.Outputs[TrainingStore.TableName(options.Name)] = result.Version;
        details.Rows["written"] = result.Digest.Rows;
        details.Rows["stale"] = result.StaleRows;
        details.Parameters["mode"] = ManifestWriter.ModeName(options.Mode);
        return (await TrainingStore.TryReadAsync(context.Lake, options.Name, ct))!;
    }
}

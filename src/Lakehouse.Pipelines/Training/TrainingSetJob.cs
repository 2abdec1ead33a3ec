using Lakehouse.Catalog;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Pipelines.Internal.Fits;
using Lakehouse.Pipelines.Internal.Training;

namespace Lakehouse.Pipelines.Training;

/// <summary>Builds, lists, verifies, rebuilds and refreshes training sets.</summary>
public static class TrainingSetJob
{
    /// <summary>
    /// Joins, commits, pins. The spine is copied into the lake as <c>training/name.spine</c>, and every version that the set needs is pinned for <c>training/name</c>.
    /// </summary>
    /// <exception cref="JobException">The spine cannot be used, the name is not legal, or a view has no gold yet.</exception>
    public static Task<TrainingManifest> BuildAsync(JobContext context, TrainingSetOptions options, CancellationToken ct)
    {
        return TrainingBuild.RunAsync(context, options.Name, PrepareAsync, expected: null, ct);

        async Task<TrainingInputs> PrepareAsync()
        {
            var request = await TrainingInputs.OfOptionsAsync(context, options, ct);
            return request with { Spine = await SpineCopy.WriteAsync(context, request.Set, options.Spine, options.Name, ct) };
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

    /// <summary>The pins that a training set should have and has not: without them vacuum may remove what a rebuild needs.</summary>
    /// <exception cref="JobException">There is none of that name.</exception>
    public static async Task<IReadOnlyList<Pin>> MissingPinsAsync(JobContext context, string name, CancellationToken ct) =>
        await TrainingBuild.MissingPinsAsync(context, await ShowAsync(context, name, ct), ct);

    /// <summary>Rebuilds from the pinned versions, outside the lake, and compares; also digests the rows that the table holds now.</summary>
    /// <exception cref="JobException">There is none of that name, or a version that it needs cannot be read any more.</exception>
    public static async Task<TrainingVerification> VerifyAsync(JobContext context, string name, CancellationToken ct)
    {
        var manifest = await ShowAsync(context, name, ct);
        return await TrainingBuild.ExplainAsync(context, manifest, () => VerifyAsync(context, manifest, ct), ct);
    }

    /// <summary>Builds another training set with the same rows, from the versions and the spine of an existing one.</summary>
    /// <param name="context">The lake.</param>
    /// <param name="name">The existing one.</param>
    /// <param name="newName">The other one's name.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="JobException">A version that it needs cannot be read any more; or (exit code 3) the rows have another digest than recorded, and nothing was kept.</exception>
    public static async Task<TrainingManifest> RebuildAsync(JobContext context, string name, string newName, CancellationToken ct)
    {
        if (newName == name) throw new JobException(2, $"A rebuild of {name} needs a name of its own. 'training-set verify {name}' proves the set in its place.");
        var manifest = await ShowAsync(context, name, ct);
        var expected = ManifestReader.DigestFormat(manifest) == TrainingDigest.ColumnFormat ? manifest.Digest : null;
        return await TrainingBuild.ExplainAsync(context, manifest, () => TrainingBuild.RunAsync(context, newName, PrepareAsync, expected, ct), ct);

        async Task<TrainingInputs> PrepareAsync()
        {
            var inputs = await TrainingInputs.OfManifestAsync(context, manifest, ct);
            var spine = await SpineCopy.WriteAsync(context, inputs.Set, SpineSource.FromCopy(inputs.Spine!.Name, inputs.Spine.Version), newName, ct);
            return inputs with { Owner = TrainingStore.TableName(newName), Spine = spine };
        }
    }

    /// <summary>Builds a training set's next version: the same set, spine and options at the newest versions of its views; a set of mode as_of becomes one of mode latest.</summary>
    /// <returns>The new manifest; the existing one where no view has a newer version.</returns>
    /// <exception cref="JobException">There is none of that name, or its spine cannot be read any more.</exception>
    public static async Task<TrainingManifest> RefreshAsync(JobContext context, string name, CancellationToken ct)
    {
        var manifest = await ShowAsync(context, name, ct);
        var parameters = ManifestReader.Parameters(manifest);
        var options = new TrainingSetOptions(manifest.Set, SpineSource.FromCopy(parameters.Spine.Name, parameters.Spine.Version), name)
        {
            Mode = manifest.Mode == TrainingMode.AsOf ? TrainingMode.Latest : manifest.Mode,
            AllowStale = parameters.AllowStale,
            IncludeStatus = parameters.IncludeStatus,
            IncludeEventTime = parameters.IncludeEventTime,
            FitSplit = ManifestReader.Split(manifest),
        };
        var inputs = await TrainingInputs.OfOptionsAsync(context, options, ct) with { Spine = parameters.Spine };
        if (inputs.Views.All(v => manifest.GoldVersions.GetValueOrDefault(v.View.Id, -1) == v.Gold.Version)) return manifest;
        return await TrainingBuild.ExplainAsync(context, manifest, () => TrainingBuild.RunAsync(context, name, () => Task.FromResult(inputs), expected: null, ct), ct);
    }

    private static async Task<TrainingVerification> VerifyAsync(JobContext context, TrainingManifest manifest, CancellationToken ct)
    {
        using var scratch = new ScratchDirectory();
        var inputs = await TrainingInputs.OfManifestAsync(context, manifest, ct);
        using var session = new DuckDbSession();
        var output = scratch.Table("rebuilt", context.Lake.Clock);
        var transforms = new TransformStep(inputs.Set, inputs.SetHash, inputs.Split);
        var built = await context.Engine.BuildTrainingSetAsync(await inputs.PlanAsync(context, output, transforms, session, ct), ct);
        var format = ManifestReader.DigestFormat(manifest);
        var rebuilt = format == TrainingDigest.ColumnFormat
            ? built.Digest.Sha256
            : (await context.Engine.DigestAsync(await output.GetSnapshotAsync(built.Version, ct), format, ct)).Sha256;
        var stored = (await context.Engine.DigestAsync(await context.Lake.Training(manifest.Name).GetSnapshotAsync(version: null, ct), format, ct)).Sha256;
        var isSameFit = transforms.Fit?.Hash == manifest.Fit?.Hash;
        return new(isSameFit && rebuilt == manifest.Digest && stored == manifest.Digest, manifest.Digest, rebuilt, stored)
        {
            RecordedFit = manifest.Fit?.Hash,
            RebuiltFit = transforms.Fit?.Hash,
        };
    }
}

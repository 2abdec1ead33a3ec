using Lakehouse.Catalog;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Pipelines.Internal.Fits;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Internal.Training;

/// <summary>Joins, commits and pins a training set, and records the run.</summary>
internal static class TrainingBuild
{
    /// <param name="context">The lake.</param>
    /// <param name="name">The training set's name.</param>
    /// <param name="prepare">Copies the spine and chooses the versions.</param>
    /// <param name="expected">A digest that the rows must have, or null.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="JobException">The rows have another digest; nothing was committed then.</exception>
    public static async Task<TrainingManifest> RunAsync(JobContext context, string name, Func<Task<TrainingInputs>> prepare, string? expected, CancellationToken ct)
    {
        TrainingStore.CheckName(name);
        TrainingManifest? manifest = null;
        await RunRecorder.RunAsync(context, "training-set", TrainingStore.TableName(name), BuildAndTellAsync, ct);
        return manifest!;

        async Task<JobOutcome> BuildAndTellAsync(RunDetails details)
        {
            manifest = await BuildAsync(context, name, await prepare(), expected, details, ct);
            return new(Changed: true, manifest.Rows, manifest.Version, $"{manifest.Rows:N0} rows");
        }
    }

    /// <summary>Says what cannot be read any more, and which pins are missing, where a rebuild fails.</summary>
    /// <exception cref="JobException">A version that the set needs cannot be read.</exception>
    public static async Task<T> ExplainAsync<T>(JobContext context, TrainingManifest manifest, Func<Task<T>> rebuild, CancellationToken ct)
    {
        try
        {
            return await rebuild();
        }
        catch (DeltaException e)
        {
            var missing = await MissingPinsAsync(context, manifest, ct);
            var pins = missing.Count == 0 ? "All its pins are there." : $"Its pins of {string.Join(", ", missing.Select(p => $"{p.Table} version {p.Version}"))} are missing, so vacuum may have removed them.";
            throw new JobException(1, $"Training set {manifest.Name} cannot be rebuilt: {e.Message} {pins} Its own rows are not touched.", e);
        }
    }

    /// <summary>The pins that the set should have and has not.</summary>
    public static async Task<IReadOnlyList<Pin>> MissingPinsAsync(JobContext context, TrainingManifest manifest, CancellationToken ct)
    {
        var held = (await context.Catalog.ListPinsAsync(ct)).ToHashSet();
        return [.. ManifestReader.Pins(manifest).Where(p => !held.Contains(p))];
    }

    private static async Task<TrainingManifest> BuildAsync(JobContext context, string name, TrainingInputs inputs, string? expected, RunDetails details, CancellationToken ct)
    {
        await context.Catalog.PinAsync(inputs.Pins(), ct);
        var writer = new ManifestWriter(name, inputs, context.Lake.Clock.GetUtcNow());
        using var session = new DuckDbSession();
        var transforms = new TransformStep(inputs.Set, inputs.SetHash, inputs.Split);
        var plan = await inputs.PlanAsync(context, context.Lake.Training(name), transforms, session, ct) with { Manifest = Write };
        var result = await context.Engine.BuildTrainingSetAsync(plan, ct);
        await context.Catalog.PinAsync([new Pin(TrainingStore.TableName(name), result.Version, inputs.Owner)], ct);
        if (transforms.Fit is { } fit)
        {
            await context.Catalog.RecordFitAsync(
                new(inputs.Set.Id, inputs.SetHash, name, result.Version, result.Digest.Sha256, fit.Hash, fit.Json, IsDefault: false), ct);
        }

        details.DefinitionHash = inputs.SetHash;
        foreach (var pin in inputs.Pins()) details.Inputs[pin.Table] = pin.Version;
        details.Outputs[TrainingStore.TableName(name)] = result.Version;
        details.Rows["written"] = result.Digest.Rows;
        details.Rows["stale"] = result.StaleRows;
        details.Parameters["mode"] = ManifestWriter.ModeName(inputs.Mode);
        return (await TrainingStore.TryReadAsync(context.Lake, name, ct))!;

        string Write(TrainingDigest digest) => expected is null || digest.Sha256 == expected
            ? writer.Write(digest, transforms.Fit)
            : throw new JobException(3, $"The rows rebuilt for {name} have digest {digest.Sha256}, not {expected} as recorded: nothing was kept. Do not trust either; 'training-set verify' tells more.");
    }
}

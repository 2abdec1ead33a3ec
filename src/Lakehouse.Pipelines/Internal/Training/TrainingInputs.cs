using Lakehouse.Catalog;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Pipelines.Internal.Fits;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Internal.Training;

/// <summary>All that a training set is a function of.</summary>
/// <param name="Owner">The pins' owner.</param>
/// <param name="Set">The set.</param>
/// <param name="SetHash">Its hash.</param>
/// <param name="Views">Gold per entity view of the set, in the set's order.</param>
/// <param name="Spine">The copy of the spine.</param>
/// <param name="Mode">Which knowledge the join may use.</param>
/// <param name="ServingDelayMicros">Declared serving delay.</param>
/// <param name="AllowStale">Flags rows later than the clock instead of refusing them.</param>
/// <param name="IncludeStatus">Adds status columns.</param>
/// <param name="IncludeEventTime">Adds event_time columns.</param>
internal sealed record TrainingInputs(
    string Owner, SetDefinition Set, string SetHash, IReadOnlyList<TrainingView> Views, SpineTable? Spine, TrainingMode Mode, long ServingDelayMicros, bool AllowStale,
    bool IncludeStatus, bool IncludeEventTime)
{
    /// <summary>Which rows the set's transforms are fitted on; null for all.</summary>
    public FitSplit? Split { get; init; }

    /// <exception cref="JobException">A view of the set has no gold, or the versions asked for do not suit set or mode.</exception>
    public static async Task<TrainingInputs> OfOptionsAsync(JobContext context, TrainingSetOptions options, CancellationToken ct)
    {
        var (set, hash) = await context.Catalog.GetSetAsync(options.Set, ct);
        if (options.Versions.Keys.FirstOrDefault(v => set.Members.All(m => m.View.Id != v)) is { Name: not null } stranger)
            throw new JobException(2, $"View {stranger} is not in set {options.Set}. Name versions only for views of the set.");
        if (options.Mode != TrainingMode.AsOf && (options.Versions.Count > 0 || options.AsOf is not null))
            throw new JobException(2, $"Versions and a time are for mode as_of; the mode is {ManifestWriter.ModeName(options.Mode)}.");
        var views = new List<TrainingView>();
        foreach (var view in EntityViewsOf(set)) views.Add(await TrainingView.ChooseAsync(context, view, options, ct));
        var delay = context.Lake.Settings.ServingDelay.Ticks / TimeSpan.TicksPerMicrosecond;
        return new(
            TrainingStore.TableName(options.Name), set, hash, views, Spine: null, options.Mode, delay, options.AllowStale, options.IncludeStatus, options.IncludeEventTime)
        {
            Split = options.FitSplit,
        };
    }

    /// <exception cref="JobException">The catalog's set is not the one that the manifest was built with.</exception>
    public static async Task<TrainingInputs> OfManifestAsync(JobContext context, TrainingManifest manifest, CancellationToken ct)
    {
        var (set, hash) = await context.Catalog.GetSetAsync(manifest.Set, ct);
        if (hash != manifest.SetHash)
            throw new JobException(
                3,
                $"Training set {manifest.Name} was built with {manifest.Set} {manifest.SetHash}, and the catalog has {hash}: it is the catalog of another lake.");
        var views = new List<TrainingView>();
        foreach (var view in EntityViewsOf(set)) views.Add(await TrainingView.AtVersionAsync(context, view, manifest.GoldVersions[view.Id], ct));
        var parameters = ManifestReader.Parameters(manifest);
        return new(
            TrainingStore.TableName(manifest.Name), set, hash, views, parameters.Spine, manifest.Mode, parameters.ServingDelayMicros, parameters.AllowStale,
            parameters.IncludeStatus, parameters.IncludeEventTime)
        {
            Split = ManifestReader.Split(manifest),
        };
    }

    /// <summary>The table versions that must outlive vacuum for the set to be rebuilt.</summary>
    public IReadOnlyList<Pin> Pins() =>
    [
        .. Views.Select(v => new Pin($"gold/{v.View.Id}", v.Gold.Version, Owner)),
        .. Views.Select(v => new Pin(v.SilverName, v.SilverVersion, Owner)).Distinct(),
        new Pin(Spine!.Name, Spine.Version, Owner),
    ];

    /// <param name="context">The lake.</param>
    /// <param name="output">The table to write.</param>
    /// <param name="transforms">Fits and computes the set's transforms.</param>
    /// <param name="session">A session that lives as long as the plan is used: it keeps the spine's files in place.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<TrainingPlan> PlanAsync(JobContext context, DeltaTable output, TransformStep transforms, DuckDbSession session, CancellationToken ct)
    {
        var commits = new Dictionary<VersionedName, IReadOnlyList<KnownCommit>>();
        if (Mode == TrainingMode.AsKnown)
        {
            foreach (var view in Views) commits[view.View.Id] = await GoldCommits.KnownAsync(context, view.View.Id, view.Gold.Version, ct);
        }

        var spine = await context.Lake.Table(Spine!.Name).GetSnapshotAsync(Spine.Version, ct);
        var spineSql = await SpineCopy.ReadSqlAsync(spine, session, ct);
        return new TrainingPlan(Set, Views.ToDictionary(v => v.View.Id, v => v.Gold), spineSql, output, Mode)
        {
            ServingDelayMicros = ServingDelayMicros,
            Commits = commits,
            AllowStale = AllowStale,
            IncludeStatus = IncludeStatus,
            IncludeEventTime = IncludeEventTime,
            PostJoin = Set.Transforms.IsEmpty ? null : transforms.Run,
        };
    }

    private static IEnumerable<EntityViewDefinition> EntityViewsOf(SetDefinition set) => set.Members.Select(m => m.View).OfType<EntityViewDefinition>();
}

/// <summary>The copy of a spine in the lake.</summary>
/// <param name="Name">Its path in the lake.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha256">Digest of its data files in the order of its rows.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">The spine's own columns.</param>
internal sealed record SpineTable(string Name, long Version, string Sha256, long Rows, IReadOnlyList<string> Columns);

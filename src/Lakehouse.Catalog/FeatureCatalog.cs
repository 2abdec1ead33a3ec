using Lakehouse.Catalog.Internal;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Catalog;

/// <summary>What the lake knows of itself: definitions, runs, commits, pins and fits, each a Delta table under <c>_catalog</c>.</summary>
/// <param name="lake">The lake.</param>
public sealed class FeatureCatalog(Lake lake)
{
    private readonly CatalogStore definitions = new(lake.CatalogTable("definitions"), DefinitionRow.Columns);
    private readonly RunStore runs = new(lake.CatalogTable("runs"));
    private readonly CommitStore commits = new(lake.CatalogTable("commits"));
    private readonly PinStore pins = new(lake.CatalogTable("pins"));
    private readonly FitStore fits = new(lake.CatalogTable("fits"));

    /// <summary>The lake.</summary>
    public Lake Lake { get; } = lake;

    private long NowMicros => Lake.Clock.GetUtcNow().ToMicros();

    /// <summary>What <see cref="ApplyAsync"/> would do.</summary>
    public async Task<IReadOnlyList<PlannedChange>> PlanAsync(ProjectDefinition project, CancellationToken ct) =>
        ApplyPlanner.Plan(project, DefinitionRow.InForce(await definitions.ReadAsync(ct)), NowMicros).Changes;

    /// <summary>Registers a project's definitions in one commit; nothing when any is refused.</summary>
    /// <exception cref="CatalogException">A version is taken by another meaning; the message holds the difference.</exception>
    public async Task<IReadOnlyList<PlannedChange>> ApplyAsync(ProjectDefinition project, CancellationToken ct)
    {
        IReadOnlyList<PlannedChange> changes = [];
        await definitions.AppendAsync(
            read =>
            {
                var plan = ApplyPlanner.Plan(project, DefinitionRow.InForce(read), NowMicros);
                changes = plan.Changes;
                var refused = plan.Changes.Where(c => c.Action == "refuse").ToList();
                return refused.Count == 0 ? [.. plan.Rows.Select(r => r.ToRow())] : throw CatalogErrors.VersionTaken(refused);
            },
            exact: true,
            ct);
        return changes;
    }

    /// <summary>A contract by name and version, with its hash.</summary>
    /// <exception cref="CatalogException">Not registered.</exception>
    public Task<Registered<ContractDefinition>> GetContractAsync(VersionedName id, CancellationToken ct) => GetAsync(DefinitionKind.Contract, id, DefinitionJson.ReadContract, ct);

    /// <summary>A view by name and version, with its hash.</summary>
    /// <exception cref="CatalogException">Not registered.</exception>
    public Task<Registered<ViewDefinition>> GetViewAsync(VersionedName id, CancellationToken ct) => GetAsync(DefinitionKind.View, id, DefinitionJson.ReadView, ct);

    /// <summary>A set by name and version, with its hash.</summary>
    /// <exception cref="CatalogException">Not registered.</exception>
    public Task<Registered<SetDefinition>> GetSetAsync(VersionedName id, CancellationToken ct) => GetAsync(DefinitionKind.Set, id, DefinitionJson.ReadSet, ct);

    /// <summary>All registered contracts, by name and version.</summary>
    public Task<IReadOnlyList<Registered<ContractDefinition>>> ListContractsAsync(CancellationToken ct) => ListAsync(DefinitionKind.Contract, DefinitionJson.ReadContract, ct);

    /// <summary>All registered views, by name and version.</summary>
    public Task<IReadOnlyList<Registered<ViewDefinition>>> ListViewsAsync(CancellationToken ct) => ListAsync(DefinitionKind.View, DefinitionJson.ReadView, ct);

    /// <summary>All registered sets, by name and version.</summary>
    public Task<IReadOnlyList<Registered<SetDefinition>>> ListSetsAsync(CancellationToken ct) => ListAsync(DefinitionKind.Set, DefinitionJson.ReadSet, ct);

    /// <summary>Which project each registered set is from, by the set's <c>name@N</c>; of several that hold one and the same set the one that registered it last.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ListSetProjectsAsync(CancellationToken ct) =>
        DefinitionRow.InForce(await definitions.ReadAsync(ct)).Values.Where(r => r.Kind == DefinitionKind.Set).ToDictionary(r => r.Id.ToString(), r => r.Project);

    /// <summary>A source as the newest version of a contract that reads it declares it; of several contracts the one registered last.</summary>
    /// <exception cref="CatalogException">No registered contract reads the source.</exception>
    public async Task<SourceDefinition> GetSourceAsync(string source, CancellationToken ct)
    {
        var contracts = DefinitionRow.InForce(await definitions.ReadAsync(ct)).Values.Where(r => r.Kind == DefinitionKind.Contract)
            .OrderByDescending(r => r.Id.Version).ThenByDescending(r => r.RegisteredAtMicros).ThenBy(r => r.Id.Name)
            .Select(r => DefinitionJson.ReadContract(r.Definition).Source).ToList();
        return contracts.FirstOrDefault(c => c.Name == source) ?? throw CatalogErrors.SourceUnknown(source, contracts.Select(c => c.Name));
    }

    /// <summary>Records a run.</summary>
    public Task RecordRunAsync(RunRecord run, CancellationToken ct) => runs.AddAsync(run, ct);

    /// <summary>Runs, newest first.</summary>
    public Task<IReadOnlyList<RunRecord>> ListRunsAsync(CancellationToken ct) => runs.ListAsync(ct);

    /// <summary>Records gold commits that the table <c>commits</c> does not hold yet; the same commit twice counts once.</summary>
    public Task RecordCommitsAsync(IReadOnlyList<GoldCommit> goldCommits, CancellationToken ct) => commits.AddAsync(goldCommits, ct);

    /// <summary>Recorded commits of a view, oldest first.</summary>
    public Task<IReadOnlyList<GoldCommit>> ListCommitsAsync(VersionedName view, CancellationToken ct) => commits.ListAsync(view, ct);

    /// <summary>Pins table versions for an owner; a pin that exists stays.</summary>
    public Task PinAsync(IReadOnlyList<Pin> newPins, CancellationToken ct) => pins.AddAsync(newPins, NowMicros, ct);

    /// <summary>All pins, by owner, table and version.</summary>
    public Task<IReadOnlyList<Pin>> ListPinsAsync(CancellationToken ct) => pins.ListAsync(ct);

    /// <summary>Records what a training set fitted; the same fit twice counts once.</summary>
    public Task RecordFitAsync(TrainingFit fit, CancellationToken ct) => fits.AddAsync(fit, NowMicros, ct);

    /// <summary>All fits, by training set and version.</summary>
    public Task<IReadOnlyList<TrainingFit>> ListFitsAsync(CancellationToken ct) => fits.ListAsync(ct);

    /// <summary>Makes a recorded fit the one that lookups of its set take when they name none.</summary>
    public Task SetDefaultFitAsync(TrainingFit fit, CancellationToken ct) => fits.SetDefaultAsync(fit, NowMicros, ct);

    /// <summary>The fit that a name stands for.</summary>
    /// <param name="set">The set.</param>
    /// <param name="name">A training set's name, with <c>@version</c> or for its newest fit; null or empty for the set's default.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null where there is none, or no default.</returns>
    public async Task<TrainingFit?> FindFitAsync(VersionedName set, string? name, CancellationToken ct)
    {
        var known = await fits.ListAsync(ct);
        return string.IsNullOrEmpty(name) ? known.FirstOrDefault(f => f.Set == set && f.IsDefault) : known.LastOrDefault(f => f.Name == name || f.TrainingSet == name);
    }

    private async Task<Registered<T>> GetAsync<T>(string kind, VersionedName id, Func<string, T> read, CancellationToken ct)
    {
        var rows = DefinitionRow.InForce(await definitions.ReadAsync(ct));
        return rows.TryGetValue((kind, id), out var row)
            ? new(read(row.Definition), row.Hash)
            : throw CatalogErrors.NotRegistered(kind, id, rows.Keys.Where(k => k.Kind == kind).Select(k => k.Id).OrderBy(k => k.Name).ThenBy(k => k.Version));
    }

    private async Task<IReadOnlyList<Registered<T>>> ListAsync<T>(string kind, Func<string, T> read, CancellationToken ct) =>
        [.. DefinitionRow.InForce(await definitions.ReadAsync(ct)).Values.Where(r => r.Kind == kind).OrderBy(r => r.Id.Name).ThenBy(r => r.Id.Version)
            .Select(r => new Registered<T>(read(r.Definition), r.Hash))];
}

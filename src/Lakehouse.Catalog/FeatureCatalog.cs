using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Catalog;

/// <summary>What the lake knows of itself: definitions, runs, commits and pins, each a Delta table under <c>_catalog</c>.</summary>
/// <param name="lake">The lake.</param>
public sealed class FeatureCatalog(Lake lake)
{
    /// <summary>The lake.</summary>
    public Lake Lake { get; } = lake;

    /// <summary>What <see cref="ApplyAsync"/> would do.</summary>
    public Task<IReadOnlyList<PlannedChange>> PlanAsync(ProjectDefinition project, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Registers a project's definitions in one commit; nothing when any is refused.</summary>
    /// <exception cref="CatalogException">A version is taken by another meaning; the message holds the difference.</exception>
    public Task<IReadOnlyList<PlannedChange>> ApplyAsync(ProjectDefinition project, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>A contract by name and version, with its hash.</summary>
    /// <exception cref="CatalogException">Not registered.</exception>
    public Task<Registered<ContractDefinition>> GetContractAsync(VersionedName id, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>A view by name and version, with its hash.</summary>
    /// <exception cref="CatalogException">Not registered.</exception>
    public Task<Registered<ViewDefinition>> GetViewAsync(VersionedName id, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>A set by name and version, with its hash.</summary>
    /// <exception cref="CatalogException">Not registered.</exception>
    public Task<Registered<SetDefinition>> GetSetAsync(VersionedName id, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>All registered contracts, by name and version.</summary>
    public Task<IReadOnlyList<Registered<ContractDefinition>>> ListContractsAsync(CancellationToken ct) => throw new NotImplementedException();

    /// <summary>All registered views, by name and version.</summary>
    public Task<IReadOnlyList<Registered<ViewDefinition>>> ListViewsAsync(CancellationToken ct) => throw new NotImplementedException();

    /// <summary>All registered sets, by name and version.</summary>
    public Task<IReadOnlyList<Registered<SetDefinition>>> ListSetsAsync(CancellationToken ct) => throw new NotImplementedException();

    /// <summary>The contract of a source, newest version first; a source feeds at least one contract.</summary>
    /// <exception cref="CatalogException">No registered contract reads the source.</exception>
    public Task<SourceDefinition> GetSourceAsync(string source, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Records a run.</summary>
    public Task RecordRunAsync(RunRecord run, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Runs, newest first.</summary>
    public Task<IReadOnlyList<RunRecord>> ListRunsAsync(CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Records gold commits that the table <c>commits</c> does not hold yet; the same commit twice counts once.</summary>
    public Task RecordCommitsAsync(IReadOnlyList<GoldCommit> commits, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Recorded commits of a view, oldest first.</summary>
    public Task<IReadOnlyList<GoldCommit>> ListCommitsAsync(VersionedName view, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Pins table versions for an owner; a pin that exists stays.</summary>
    public Task PinAsync(IReadOnlyList<Pin> pins, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>All pins.</summary>
    public Task<IReadOnlyList<Pin>> ListPinsAsync(CancellationToken ct) => throw new NotImplementedException();
}

/// <summary>A registered definition.</summary>
/// <typeparam name="T">Its kind.</typeparam>
/// <param name="Definition">The definition.</param>
/// <param name="Hash">Its identity, <c>sha256:…</c>.</param>
public sealed record Registered<T>(T Definition, string Hash);

/// <summary>What apply does with one definition.</summary>
/// <param name="Kind"><c>contract</c>, <c>view</c> or <c>set</c>.</param>
/// <param name="Id">Name and version.</param>
/// <param name="Action"><c>create</c>, <c>unchanged</c>, <c>describe</c> (only descriptions and the like), <c>extend</c> (a contract gains nullable columns) or <c>refuse</c>.</param>
/// <param name="Hash">The new identity.</param>
/// <param name="Difference">Lines that say what differs; empty for create and unchanged.</param>
public sealed record PlannedChange(string Kind, VersionedName Id, string Action, string Hash, IReadOnlyList<string> Difference);

/// <summary>A recorded run of a job.</summary>
/// <param name="RunId">Unique id.</param>
/// <param name="Job">ingest, conform, materialize, sync or training-set.</param>
/// <param name="Target">The table or view that it wrote.</param>
/// <param name="StartedAt">Start.</param>
/// <param name="FinishedAt">End.</param>
/// <param name="Status">succeeded, nothing-to-do or failed.</param>
/// <param name="DetailsJson">Clock, input and output versions, definition hash, parameters, environment, row counts, timings, error code.</param>
public sealed record RunRecord(string RunId, string Job, string Target, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, string Status, string DetailsJson);

/// <summary>A gold commit (semantics §1, Progress).</summary>
/// <param name="View">The view.</param>
/// <param name="GoldVersion">The version.</param>
/// <param name="KnownAtMicros">The stamp of its rows.</param>
/// <param name="CommitTimeMicros">(in-commit timestamp + 1 ms) in microseconds.</param>
/// <param name="ClockMicros">The run's clock.</param>
/// <param name="FrontierMicros">F.</param>
/// <param name="SourceVersionsJson">Source versions as JSON.</param>
public sealed record GoldCommit(VersionedName View, long GoldVersion, long KnownAtMicros, long CommitTimeMicros, long ClockMicros, long FrontierMicros, string SourceVersionsJson);

/// <summary>A table version that must outlive vacuum, log clean-up and compaction.</summary>
/// <param name="Table">The table's path in the lake.</param>
/// <param name="Version">The version.</param>
/// <param name="Owner">For whom, for example <c>training/late_model</c>.</param>
public sealed record Pin(string Table, long Version, string Owner);

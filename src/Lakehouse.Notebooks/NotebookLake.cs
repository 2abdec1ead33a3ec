using Lakehouse.Catalog;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Features;
using Lakehouse.Online.Targets;
using Lakehouse.Pipelines;
using Lakehouse.Pipelines.Ingest;
using Lakehouse.Pipelines.Run;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Notebooks;

/// <summary>A lake in a notebook: the jobs by short names, and SQL over any version of any table.</summary>
public sealed class NotebookLake
{
    private readonly JobContext jobs;
    private readonly DuckDbOptions options;

    private NotebookLake(Lake lake)
    {
        options = new DuckDbOptions { Threads = lake.Settings.Threads, MemoryLimit = lake.Settings.MemoryLimit };
        jobs = new JobContext(lake, new FeatureCatalog(lake), new DuckDbEngine(options, lake.Clock));
    }

    /// <summary>Opens the lake at a directory or at <c>abfss://container@account.dfs.core.windows.net/path</c>, and creates it when there is none.</summary>
    public static async Task<NotebookLake> OpenAsync(string root, CancellationToken ct = default) => new(await Lake.OpenAsync(root, create: true, TimeProvider.System, ct));

    /// <summary>Registers a project's definitions.</summary>
    public Task<IReadOnlyList<PlannedChange>> ApplyAsync(FeatureProject project, CancellationToken ct = default) => jobs.Catalog.ApplyAsync(project.Build(), ct);

    /// <summary>Appends a file to a source's bronze; its path is recorded relative to its folder.</summary>
    public async Task<JobResult> IngestAsync(string source, string file, CancellationToken ct = default) =>
        (await IngestJob.RunAsync(jobs, new IngestOptions(source, [file]) { Root = Path.GetDirectoryName(Path.GetFullPath(file))! }, ct))[0];

    /// <summary>Conforms, materializes and syncs whatever is stale.</summary>
    /// <param name="now">The run's clock.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<JobResult>> RunAsync(DateTimeOffset now, CancellationToken ct = default)
    {
        await using var targets = OnlineTargets.OpenForJobs(jobs.Lake);
        return await RunJob.RunAsync(jobs, targets.All, new RunOptions { ClockMicros = (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond }, ct);
    }

    /// <summary>The newest version of a table.</summary>
    public async Task<long> VersionAsync(string table, CancellationToken ct = default) => (await jobs.Lake.Table(table).GetSnapshotAsync(ct: ct)).Version;

    /// <summary>Runs DuckDB SQL in which <c>t</c> is a table of the lake at a version.</summary>
    /// <param name="table">For example <c>gold/airport_delays@1</c>.</param>
    /// <param name="sql">A SELECT from <c>t</c>; order it, so that the outputs stay the same.</param>
    /// <param name="version">The version; null for the newest.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Frame> SqlAsync(string table, string sql, long? version = null, CancellationToken ct = default)
    {
        var snapshot = await jobs.Lake.Table(table).GetSnapshotAsync(version, ct);
        using var session = new DuckDbSession(options);
        session.Execute($"CREATE VIEW t AS SELECT * FROM {await snapshot.Scan().ToSqlAsync(session, ct)}", ct);
        return FrameReader.Read(session.Connection, sql);
    }

    /// <summary>Runs DuckDB SQL over files, for example <c>SELECT … FROM 'flights.parquet'</c>.</summary>
    public Frame Sql(string sql)
    {
        using var session = new DuckDbSession(options);
        return FrameReader.Read(session.Connection, sql);
    }

    /// <summary>Joins a spine to a set as of each row's timestamp, as <c>training/name</c>.</summary>
    public Task<TrainingManifest> BuildTrainingSetAsync(string set, string spine, string name, CancellationToken ct = default) =>
        TrainingSetJob.BuildAsync(jobs, new TrainingSetOptions(VersionedName.Parse(set), spine, name), ct);

    /// <summary>Rebuilds a training set from its pinned versions and compares digests.</summary>
    public Task<TrainingVerification> VerifyTrainingSetAsync(string name, CancellationToken ct = default) => TrainingSetJob.VerifyAsync(jobs, name, ct);
}

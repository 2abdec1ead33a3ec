using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Engine.Spark.Session;
using Microsoft.Spark;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Launch;

/// <summary>The distributed engine whose Spark is started when it is first needed, and stopped at the end.</summary>
/// <param name="options">How Spark is reached.</param>
/// <param name="clock">The wall clock of publish stamps.</param>
public sealed class LazySparkEngine(EngineOptions options, TimeProvider clock) : IEngine, IAsyncDisposable
{
    private readonly DuckDbEngine embedded = new(options.Driver, clock);
    private readonly SemaphoreSlim gate = new(1);
    private SparkEngine? engine;
    private SparkApplication? application;

    /// <inheritdoc/>
    public string Name => EngineOptions.Spark;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Facts => SparkFacts.Of(application);

    /// <summary>The session, which is started where there is none yet.</summary>
    /// <exception cref="EngineException">There is no Spark, or its settings would change values.</exception>
    public async Task<SparkSession> GetSessionAsync(CancellationToken ct) => (await StartAsync(ct)).Session;

    /// <inheritdoc/>
    public async Task<ConformResult> ConformAsync(ConformPlan plan, CancellationToken ct) => await (await StartAsync(ct)).ConformAsync(plan, ct);

    /// <inheritdoc/>
    public async Task<MaterializeResult> MaterializeAsync(MaterializePlan plan, CancellationToken ct) => await (await StartAsync(ct)).MaterializeAsync(plan, ct);

    /// <inheritdoc/>
    public async Task<BackfillResult> BackfillAsync(BackfillPlan plan, CancellationToken ct) => await (await StartAsync(ct)).BackfillAsync(plan, ct);

    /// <inheritdoc/>
    public async Task<TrainingResult> BuildTrainingSetAsync(TrainingPlan plan, CancellationToken ct) => await (await StartAsync(ct)).BuildTrainingSetAsync(plan, ct);

    /// <inheritdoc/>
    public async IAsyncEnumerable<GoldRow> ReadForSyncAsync(SyncPlan plan, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in (await StartAsync(ct)).ReadForSyncAsync(plan, ct)) yield return row;
    }

    /// <inheritdoc/>
    public async Task<TableDifference> DiffAsync(DiffPlan plan, CancellationToken ct) => await (await StartAsync(ct)).DiffAsync(plan, ct);

    /// <inheritdoc/>
    public Task<TrainingDigest> DigestAsync(Snapshot trainingSet, int format, CancellationToken ct) => embedded.DigestAsync(trainingSet, format, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<GoldRow?>> LookupAsync(LookupPlan plan, CancellationToken ct) => embedded.LookupAsync(plan, ct);

    /// <summary>Stops Spark where it was started.</summary>
    public async ValueTask DisposeAsync()
    {
        gate.Dispose();
        if (engine is not { } started) return;
        engine = null;
        try
        {
            await Task.Run(started.Session.Stop);
        }
        catch (JvmException)
        {
            // The JVM is gone, and its session with it; what failed before is what the caller must see.
        }
    }

    private async Task<SparkEngine> StartAsync(CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            return engine ??= await Task.Run(Start, ct);
        }
        finally
        {
            gate.Release();
        }
    }

    private SparkEngine Start()
    {
        var session = SparkSessions.Open(IsSubmitted ? Submitted() : Own());
        application = SparkSessions.Describe(session);
        return new(session, options.Driver, clock) { HotKeys = options.HotKeys };
    }

    /// <summary>Spark is there already: its driver has started this program.</summary>
    private SparkSettings Submitted() => new() { ApplicationName = null, Conf = options.SparkConf };

    /// <summary>Spark is to be started from the installation that is found here.</summary>
    private SparkSettings Own()
    {
        Environment.SetEnvironmentVariable("SPARK_HOME", SparkHome.Find().Path);
        if (Environment.GetEnvironmentVariable("SPARK_SUBMIT_OPTS") is not { Length: > 0 })
            Environment.SetEnvironmentVariable("SPARK_SUBMIT_OPTS", $"-Duser.timezone=UTC -Dlog4j2.configurationFile={Path.Combine(AppContext.BaseDirectory, "spark-log4j2.properties")}");
        var master = options.Master ?? "local[*]";
        return new() { Master = master, ApplicationName = options.ApplicationName, Conf = LocalDefaults.Over(master, options.SparkConf) };
    }

    private static bool IsSubmitted => SparkSessions.IsSubmitted;
}

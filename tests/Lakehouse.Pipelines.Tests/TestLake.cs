using Lakehouse.Catalog;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Features;
using Lakehouse.Online.Sqlite;
using Lakehouse.Pipelines.Ingest;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Pipelines.Tests;

/// <summary>A lake with a directory of source files beside it, gone with the test.</summary>
public sealed class TestLake : IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("lakehouse-jobs-").FullName;

    private TestLake()
    {
        Files = Directory.CreateDirectory(Path.Combine(directory, "files")).FullName;
        Store = new SqliteOnlineStore(Path.Combine(directory, "lake", "_online", "online.db"));
    }

    public string Files { get; }

    public SqliteOnlineStore Store { get; }

    public IReadOnlyList<OnlineTarget> Targets => [new(OnlineTarget.Embedded, Store)];

    public JobContext Context { get; private set; } = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<TestLake> CreateAsync(FeatureProject project)
    {
        var test = new TestLake();
        await test.OpenAsync();
        await test.Context.Catalog.ApplyAsync(project.Build(), Ct);
        return test;
    }

    /// <summary>Opens a copy of a lake's tables, as another process would; its online store is empty.</summary>
    public static async Task<TestLake> CopyAsync(TestLake other)
    {
        var test = new TestLake();
        foreach (var file in Directory.EnumerateFiles(other.Context.Lake.Root, "*", SearchOption.AllDirectories).Where(f => !f.Contains("/_online/", StringComparison.Ordinal)))
        {
            var target = Path.Combine(test.directory, "lake", Path.GetRelativePath(other.Context.Lake.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        await test.OpenAsync();
        return test;
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Files, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string WriteParquet(string name, string query)
    {
        using var session = new DuckDbSession();
        var path = Path.Combine(Files, name);
        session.Execute($"COPY ({query}) TO {DuckDbSession.Literal(path)} (FORMAT parquet)", Ct);
        return path;
    }

    /// <summary>Writes a Delta table outside the lake with the columns city, timestamp, label and planned_at.</summary>
    public async Task<string> WriteDeltaAsync(string name, string query)
    {
        using var session = new DuckDbSession();
        var table = DeltaTable.ForPath(Path.Combine(Files, name));
        var (text, number, instant) = (new PrimitiveType("string"), new PrimitiveType("long"), new PrimitiveType("timestamp"));
        var transaction = table.Create(new TableSchema([new("city", text), new("timestamp", instant), new("label", number), new("planned_at", instant)]));
        await transaction.WriteQueryAsync(session, query, ct: Ct);
        await transaction.CommitAsync(Ct);
        return table.Path;
    }

    public Task<IReadOnlyList<JobResult>> IngestAsync(string source, params string[] files) => IngestJob.RunAsync(Context, new(source, files) { Root = Files }, Ct);

    public Task<IReadOnlyList<JobResult>> ReplaceAsync(string source, params string[] files) =>
        IngestJob.RunAsync(Context, new(source, files) { Root = Files, Replace = true }, Ct);

    /// <summary>Rows of a table as text, columns as named; NULL as <c>∅</c>.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string table, params string[] columns)
    {
        var rows = new List<string>();
        await foreach (var row in (await SnapshotAsync(table)).Scan().Select(columns).ReadRowsAsync(Ct))
            rows.Add(string.Join("|", row.Select(v => v is null ? "∅" : FormattableString.Invariant($"{v}"))));
        return rows;
    }

    public Task<Snapshot> SnapshotAsync(string table) => Context.Lake.Table(table).GetSnapshotAsync(ct: Ct);

    private async Task OpenAsync()
    {
        var lake = await Lake.OpenAsync(Path.Combine(directory, "lake"), create: true, TimeProvider.System, Ct);
        Context = new JobContext(lake, new FeatureCatalog(lake), new DuckDbEngine(new DuckDbOptions { Threads = 2, MemoryLimit = "512MB" }, TimeProvider.System));
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}

using Lakehouse.Catalog;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;

namespace Lakehouse.Cli.Tests;

/// <summary>A directory with a lake and a folder of source files; removed at the end.</summary>
internal sealed class TestLake : IDisposable
{
    public TestLake() => Directory.CreateDirectory(Sources);

    public string Folder { get; } = Directory.CreateTempSubdirectory("lakehouse-cli-").FullName;

    public string Root => Path.Combine(Folder, "lake");

    public string Sources => Path.Combine(Folder, "sources");

    /// <summary>A lake with a project's definitions.</summary>
    public static async Task<TestLake> CreateAsync(FeatureProject project)
    {
        var lake = new TestLake();
        var opened = await Lake.OpenAsync(lake.Root, create: true, TimeProvider.System, TestContext.Current.CancellationToken);
        await new FeatureCatalog(opened).ApplyAsync(project.Build(), TestContext.Current.CancellationToken);
        return lake;
    }

    /// <summary>Runs a verb on this lake with JSON output.</summary>
    public Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.RunAsync([.. arguments, "--lake", Root, "--json"]);

    public Task<CommandRun> IngestAsync(string source, string file, params string[] more) => RunAsync(["ingest", source, file, "--root", Sources, .. more]);

    /// <summary>Path of a source file with the given text.</summary>
    public string WriteText(string name, string text)
    {
        var path = Path.Combine(Sources, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Path of a Parquet file with a query's rows.</summary>
    public string WriteParquet(string name, string sql)
    {
        var path = Path.Combine(Sources, name);
        using var session = new DuckDbSession();
        session.Execute($"COPY ({sql}) TO {DuckDbSession.Literal(path)} (FORMAT parquet)");
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

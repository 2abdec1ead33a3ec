using Lakehouse.Catalog;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.EndToEnd.Tests;

/// <summary>A folder with a lake that knows the flights project, and small generated source files; removed at the end.</summary>
internal sealed class SmallFlights : IDisposable
{
    public const string Clock = "2001-01-11T00:00:00Z";

    public string Folder { get; } = Directory.CreateTempSubdirectory("lakehouse-e2e-").FullName;

    public string Lake => Path.Combine(Folder, "lake");

    public static async Task<SmallFlights> CreateAsync()
    {
        var small = new SmallFlights();
        var lake = await Catalog.Lake.OpenAsync(small.Lake, create: true, TimeProvider.System, TestContext.Current.CancellationToken);
        await new FeatureCatalog(lake).ApplyAsync(new Flights.FlightsProject().Build(), TestContext.Current.CancellationToken);
        return small;
    }

    /// <summary>Writes a file of flights between six airports over ten days, many at one minute; some delays are NULL, some airports no codes.</summary>
    /// <param name="name">File name.</param>
    /// <param name="rows">Number of flights.</param>
    /// <param name="seed">Another seed gives other flights.</param>
    public string WriteFlights(string name, int rows, int seed)
    {
        var path = Path.Combine(Folder, name);
        using var session = new DuckDbSession();
        session.Execute(
            $"""
             COPY (
               SELECT TIMESTAMP '2001-01-01 00:00:00' + INTERVAL (h % 14400) MINUTE AS date,
                      CASE WHEN h % 11 = 0 THEN NULL ELSE ((h // 7) % 90) - 20 END::BIGINT AS delay,
                      (100 + h % 900)::BIGINT AS distance,
                      (['ORD', 'LAX', 'JFK', 'SFO', 'DEN', 'X'])[1 + CASE WHEN h % 97 = 0 THEN 5 ELSE (h // 13) % 5 END] AS origin,
                      (['ATL', 'ORD', 'BOS'])[1 + (h // 17) % 3] AS destination
               FROM (SELECT i, (hash(i * 1000003 + {seed}) % 1000000007)::BIGINT AS h FROM range({rows}) r(i)) ORDER BY i
             ) TO {DuckDbSession.Literal(path)} (FORMAT parquet)
             """);
        return path;
    }

    public Task<string> IngestAsync(string file) => CommandCall.SucceedAsync("ingest", "flights_raw", file, "--root", Folder, "--lake", Lake);

    public Task<string> RunAsync(string clock = Clock) => CommandCall.SucceedAsync("run", "--now", clock, "--lake", Lake, "--json");

    /// <summary>Copies a lake as it stands.</summary>
    public string CopyLake(string from, string name)
    {
        var to = Path.Combine(Folder, name);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return to;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

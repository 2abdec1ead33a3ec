namespace Lakehouse.EndToEnd.Tests.Spark;

/// <summary>A small lake with silver, and beside it a copy with gold by the embedded engine; copied for each test from one that the first test makes.</summary>
internal sealed class SparkFlights : IDisposable
{
    private const string View = "airport_delays@1";
    private const int Rows = 3_000;

    private static readonly Lazy<Task<SmallFlights>> Template = new(CreateTemplateAsync);

    private readonly string folder = Directory.CreateTempSubdirectory("lakehouse-spark-e2e-").FullName;

    private SparkFlights(SmallFlights template)
    {
        Lake = template.CopyLake(template.Lake, Path.Combine(folder, "lake"));
        Embedded = Path.Combine(template.Folder, "embedded");
    }

    public string Lake { get; }

    /// <summary>The copy whose gold the embedded engine has made.</summary>
    public string Embedded { get; }

    public static async Task<SparkFlights> CreateAsync() => new(await Template.Value);

    /// <summary>What <c>diff tables</c> prints for this lake's table and that of the embedded engine.</summary>
    public async Task<string> DifferenceAsync(string table)
    {
        var (_, output, error) = await CommandCall.RunAsync("diff", "tables", Path.Combine(Lake, table), Path.Combine(Embedded, table));
        return output == "0\n" ? "0" : output + error;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<SmallFlights> CreateTemplateAsync()
    {
        var small = await SmallFlights.CreateAsync();
        await small.IngestAsync(small.WriteFlights("a.parquet", Rows, seed: 1));
        await CommandCall.SucceedAsync("conform", "flights@1", "--lake", small.Lake);
        var embedded = small.CopyLake(small.Lake, "embedded");
        await CommandCall.SucceedAsync("materialize", View, "--now", SmallFlights.Clock, "--lake", embedded);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => small.Dispose();
        return small;
    }
}

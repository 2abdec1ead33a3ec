namespace Lakehouse.EndToEnd.Tests.Spark;

/// <summary>A small lake with silver and, in a copy, gold by the embedded engine.</summary>
internal sealed class SparkFlights : IDisposable
{
    private readonly SmallFlights small;

    private SparkFlights(SmallFlights small) => this.small = small;

    public string Lake => small.Lake;

    /// <summary>Ingests and conforms.</summary>
    public static async Task<SparkFlights> CreateAsync(int rows)
    {
        var small = await SmallFlights.CreateAsync();
        await small.IngestAsync(small.WriteFlights("a.parquet", rows, seed: 1));
        await CommandProcess.SucceedAsync("conform", "flights@1", "--lake", small.Lake);
        return new(small);
    }

    /// <summary>Copies the lake and makes a view's gold there with the embedded engine.</summary>
    public async Task<string> MaterializeEmbeddedAsync(string view)
    {
        var lake = small.CopyLake(small.Lake, "embedded");
        await CommandProcess.SucceedAsync("materialize", view, "--now", SmallFlights.Clock, "--lake", lake);
        return lake;
    }

    /// <summary>Rows that differ between this lake's table and that of another.</summary>
    public async Task<string> DifferenceAsync(string table, string other)
    {
        var (_, output, error) = await CommandProcess.RunAsync("diff", "tables", Path.Combine(Lake, table), Path.Combine(other, table));
        return output.Split('\n')[0] + (output.StartsWith('0') ? "" : error);
    }

    public void Dispose() => small.Dispose();
}

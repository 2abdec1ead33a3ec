namespace Lakehouse.Benchmarks;

/// <summary>The sample data that the launcher fetches.</summary>
internal static class SampleData
{
    private const string FlightsPath = ".data/node_modules/vega-datasets/data/flights-3m.parquet";

    /// <summary>The three million flights, in the clone that this program was built in.</summary>
    /// <exception cref="FileNotFoundException">They have not been fetched.</exception>
    public static string Flights
    {
        get
        {
            for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            {
                if (Path.Combine(directory.FullName, FlightsPath) is var path && File.Exists(path)) return path;
            }

            throw new FileNotFoundException($"No {FlightsPath} in any directory above the program: run ./lakehouse bench, or give the path.");
        }
    }
}

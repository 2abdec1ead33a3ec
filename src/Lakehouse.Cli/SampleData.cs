namespace Lakehouse.Cli;

/// <summary>Where the clone and its sample data lie.</summary>
internal static class SampleData
{
    private static readonly string Relative = Path.Combine(".data", "node_modules", "vega-datasets", "data", "flights-3m.parquet");

    /// <summary>Root of the clone that this command was built in, or null.</summary>
    public static string? FindClone()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Lakehouse.sln"))) return directory.FullName;
        return null;
    }

    /// <summary>The flights file, or null when it was not fetched.</summary>
    public static string? Find() => FindClone() is { } clone && Path.Combine(clone, Relative) is var path && File.Exists(path) ? path : null;
}

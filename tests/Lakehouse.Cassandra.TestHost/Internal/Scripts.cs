namespace Lakehouse.Cassandra.TestHost;

/// <summary>The scripts in the clone that the tests were built in.</summary>
internal static class Scripts
{
    private static readonly string Root = Find();

    /// <summary>A file below <c>infra</c>.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, "infra", .. parts]);

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(directory.FullName, "Lakehouse.sln")))
            directory = directory.Parent ?? throw new InvalidOperationException("The tests run outside a clone.");
        return directory.FullName;
    }
}

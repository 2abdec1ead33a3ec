namespace Lakehouse.Tests;

/// <summary>The clone that the tests were built in.</summary>
internal static class Clone
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Lakehouse.sln")))
            directory = directory.Parent ?? throw new InvalidOperationException("The tests run outside a clone.");
        return directory.FullName;
    }
}

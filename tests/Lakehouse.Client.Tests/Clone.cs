namespace Lakehouse.Client.Tests;

/// <summary>The clone that the tests run in.</summary>
internal static class Clone
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Lakehouse.sln"))) directory = directory.Parent ?? throw new InvalidOperationException("The tests run outside a clone.");
        return directory.FullName;
    }
}

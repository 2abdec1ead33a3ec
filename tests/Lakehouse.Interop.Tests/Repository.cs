namespace Lakehouse.Interop.Tests;

/// <summary>Files of the repository that tests use, and what happens when a tool they need is missing.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>Skips the test at home and fails it in CI, where nothing may be missing.</summary>
    public static void RequireTool(bool present, string missing)
    {
        if (present) return;
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(missing);
        Assert.Skip(missing);
    }

    private static string FindRoot(DirectoryInfo directory) => File.Exists(Path.Combine(directory.FullName, "Lakehouse.sln"))
        ? directory.FullName
        : FindRoot(directory.Parent ?? throw new DirectoryNotFoundException("The repository's root was not found."));
}

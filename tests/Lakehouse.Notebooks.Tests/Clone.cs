using System.Diagnostics;

namespace Lakehouse.Notebooks.Tests;

/// <summary>The clone's notebooks and the built runner.</summary>
internal static class Clone
{
#if DEBUG
    public static string Configuration => "debug";
#else
    public static string Configuration => "release";
#endif

    public static string Root { get; } = FindRoot();

    /// <summary>Runs the notebook runner in a process of its own.</summary>
    public static async Task<(int ExitCode, string Error)> RunNotebookAsync(params string[] arguments)
    {
        var ct = TestContext.Current.CancellationToken;
        var dll = Path.Combine(Root, "artifacts", "bin", "Lakehouse.Notebooks", Configuration, "Lakehouse.Notebooks.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [dll, .. arguments]) { UseShellExecute = false, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await error);
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Lakehouse.sln"))) directory = directory.Parent ?? throw new InvalidOperationException("The tests run outside a clone.");
        return directory.FullName;
    }
}

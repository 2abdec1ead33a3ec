namespace Lakehouse.Interop.Tests.Linter;

/// <summary>The linter of tests/delta-lint: is a table one that Spark and the protocol accept?</summary>
internal static class DeltaLint
{
    private static readonly Lazy<Task<string>> Install = new(InstallAsync);

    /// <summary>One line a finding: E (error) or W (warning), its kind, what is wrong.</summary>
    /// <param name="path">The table.</param>
    /// <param name="foreign">True when others wrote it too: rules that bind only us become warnings.</param>
    public static async Task<IReadOnlyList<string>> RunAsync(string path, bool foreign = false)
    {
        var missing = await Install.Value;
        Repository.RequireTool(missing.Length == 0, missing);
        var (exitCode, output, errors) = await Tool.RunAsync(Folder, "python3", ["lint_written.py", path, .. foreign ? new[] { "--foreign" } : []]);
        if (exitCode is not (0 or 1)) Assert.Fail($"The linter failed: {errors}");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[^1].Should().MatchRegex("^[0-9]+ errors, [0-9]+ warnings$");
        return lines[..^1];
    }

    private static string Folder => Path.Combine(Repository.Root, "tests", "delta-lint");

    private static async Task<string> InstallAsync()
    {
        if (OperatingSystem.IsWindows()) return "The linter is installed by a shell script.";
        if (await Tool.RunAsync(Folder, "python3", "--version") is not { ExitCode: 0 }) return "Python 3 is needed to lint tables ('python3' is not on PATH).";
        var (exitCode, _, errors) = await Tool.RunAsync(Folder, Path.Combine(Folder, "install.sh"));
        return exitCode == 0 ? "" : $"The linter's DuckDB could not be installed: {errors}";
    }
}

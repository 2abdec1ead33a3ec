using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Lakehouse.Interop.Tests.Linter;

/// <summary>The linter of tests/delta-lint: is a table one that Spark and the protocol accept?</summary>
internal static partial class DeltaLint
{
    private static readonly Lazy<Task<string>> Install = new(InstallAsync);
    private static readonly Lazy<Process> Linter = new(Start);
    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>One line a finding: E (error) or W (warning), its kind, what is wrong.</summary>
    /// <param name="path">The table.</param>
    /// <param name="foreign">True when others wrote it too: rules that bind only us become warnings.</param>
    public static async Task<IReadOnlyList<string>> RunAsync(string path, bool foreign = false)
    {
        var missing = await Install.Value;
        Repository.RequireTool(missing.Length == 0, missing);
        await Gate.WaitAsync();
        try
        {
            await Linter.Value.StandardInput.WriteLineAsync(foreign ? $"{path}\t--foreign" : path);
            await Linter.Value.StandardInput.FlushAsync();
            var findings = new List<string>();
            while (await Linter.Value.StandardOutput.ReadLineAsync() is { } line)
            {
                if (Counts().Match(line) is not { Success: true } counts)
                {
                    findings.Add(line);
                    continue;
                }

                findings.Count(f => f.StartsWith("E ", StringComparison.Ordinal)).Should().Be(int.Parse(counts.Groups[1].Value, CultureInfo.InvariantCulture));
                return findings;
            }
        }
        finally
        {
            Gate.Release();
        }

        throw new InvalidOperationException("The linter ended; see standard error.");
    }

    private static string Folder => Path.Combine(Repository.Root, "tests", "delta-lint");

    [GeneratedRegex("^([0-9]+) errors, [0-9]+ warnings$")]
    private static partial Regex Counts();

    /// <summary>One process for all tables, which starts Python and DuckDB once; it ends when this process does, with its input.</summary>
    private static Process Start() => Process.Start(
        new ProcessStartInfo("python3", ["lint_written.py", "-"]) { WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;

    private static async Task<string> InstallAsync()
    {
        if (OperatingSystem.IsWindows()) return "The linter is installed by a shell script.";
        if (await Tool.RunAsync(Folder, "python3", "--version") is not { ExitCode: 0 }) return "Python 3 is needed to lint tables ('python3' is not on PATH).";
        var (exitCode, _, errors) = await Tool.RunAsync(Folder, Path.Combine(Folder, "install.sh"));
        return exitCode == 0 ? "" : $"The linter's DuckDB could not be installed: {errors}";
    }
}

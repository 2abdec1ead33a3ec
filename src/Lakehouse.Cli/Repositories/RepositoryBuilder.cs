using System.Diagnostics;
using Lakehouse.Features;

namespace Lakehouse.Cli.Repositories;

/// <summary>Builds a feature repository with the .NET SDK.</summary>
internal static class RepositoryBuilder
{
    /// <summary>Builds the repository at a directory or project file and returns the path of its assembly.</summary>
    /// <exception cref="UsageException">There is no project there.</exception>
    /// <exception cref="DefinitionException">It does not build; the message holds the compiler's errors.</exception>
    public static async Task<string> BuildAsync(string repository, CancellationToken ct)
    {
        var project = FindProject(repository);
        var (exitCode, output, error) = await RunAsync(["build", project, "-c", "Release", "--nologo", "-v", "q", "-clp:NoSummary", "-t:Build", "-getProperty:TargetPath"], ct);
        if (exitCode != 0)
        {
            var lines = (output + "\n" + error).Split('\n').Select(l => l.Trim()).Where(l => l.Contains(": error ", StringComparison.Ordinal)).Distinct().ToList();
            throw new DefinitionException($"{project} does not build:\n{string.Join('\n', lines.Count > 0 ? lines : [(output + error).Trim()])}");
        }

        var path = output.Trim().Split('\n')[^1].Trim();
        return File.Exists(path) ? path : throw new DefinitionException($"{project} was built, but its assembly '{path}' is not there.");
    }

    private static string FindProject(string repository)
    {
        if (File.Exists(repository) && repository.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)) return repository;
        if (!Directory.Exists(repository)) throw new UsageException(
            $"Repository '{repository}' does not exist; give the directory of a C# project that references Lakehouse.Features.");
        return Directory.GetFiles(repository, "*.csproj") switch
        {
            [var one] => one,
            [] => throw new UsageException($"'{repository}' holds no .csproj file; give the directory of a C# project that references Lakehouse.Features."),
            _ => throw new UsageException($"'{repository}' holds several .csproj files; give the one that is the feature repository."),
        };
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        try
        {
            using var process = Process.Start(start)!;
            await using var kill = ct.Register(() => process.Kill(entireProcessTree: true));
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(CancellationToken.None);
            ct.ThrowIfCancellationRequested();
            return (process.ExitCode, await output, await error);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new UsageException("The .NET SDK is needed to build a feature repository, and 'dotnet' is not on PATH; install .NET SDK 10 from https://dot.net.");
        }
    }
}

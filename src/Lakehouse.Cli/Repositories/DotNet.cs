using System.ComponentModel;
using System.Diagnostics;

namespace Lakehouse.Cli.Repositories;

/// <summary>A finished call of the .NET SDK.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record DotNet(int ExitCode, string Output, string Error)
{
    private const string NoSdk = "A compatible .NET SDK was not found";

    /// <summary>All that it said.</summary>
    public string Text => (Output + "\n" + Error).Trim();

    /// <summary>Its errors: each once, without the project that MSBuild appends; empty where it named none.</summary>
    public IReadOnlyList<string> Errors =>
    [
        .. Text.Split('\n').Select(line => line.Trim()).Where(line => line.Contains("error ", StringComparison.Ordinal) && line.Contains(": ", StringComparison.Ordinal))
            .Select(line => line.LastIndexOf(" [", StringComparison.Ordinal) is > 0 and var end && line.EndsWith(']') ? line[..end] : line).Distinct(),
    ];

    /// <summary>Runs the SDK that the global.json of a directory chooses.</summary>
    /// <exception cref="UsageException">There is no SDK, or none that the global.json allows.</exception>
    public static async Task<DotNet> RunAsync(string directory, IEnumerable<string> arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = directory, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        // As a tool, this process has what its own SDK told it; the repository's may be another.
        foreach (var name in new[] { "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly" }) start.Environment.Remove(name);
        try
        {
            using var process = Process.Start(start)!;
            await using var kill = ct.Register(() => process.Kill(entireProcessTree: true));
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(CancellationToken.None);
            ct.ThrowIfCancellationRequested();
            var result = new DotNet(process.ExitCode, await output, await error);
            return result.Text.Contains(NoSdk, StringComparison.Ordinal) ? throw WrongSdk(result.Text) : result;
        }
        catch (Win32Exception)
        {
            throw new UsageException("The .NET SDK is needed to build a feature repository, and 'dotnet' is not on PATH; install .NET SDK 10 from https://dot.net.");
        }
    }

    private static UsageException WrongSdk(string text)
    {
        string After(string label) => text.Split('\n').FirstOrDefault(l => l.StartsWith(label, StringComparison.Ordinal))?[label.Length..].Trim() ?? "(unknown)";
        var installed = text.Split('\n').Select(l => l.Trim()).Where(l => l.EndsWith(']') && char.IsAsciiDigit(l[0])).Select(l => l.Split(' ')[0]);
        return new(
            $"{After("global.json file:")} asks for .NET SDK {After("Requested SDK version:")}, which is not installed (installed: {string.Join(", ", installed)}). "
            + "Install it from https://dot.net, or change global.json.");
    }
}

using System.Diagnostics;

namespace Lakehouse.Author.Tests;

/// <summary>
/// A machine as a stranger has it: packages of the platform in a folder, and a NuGet cache that lacks them. What else tests use is taken from this machine's cache, by links.
/// </summary>
public sealed class Workshop : IAsyncLifetime
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly Dictionary<string, string> environment = [];

    /// <summary>An empty folder outside the clone; removed at the end.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("lakehouse-author-").FullName;

    /// <summary>The folder of packages.</summary>
    public string Packages => Path.Combine(Folder, "packages");

    /// <summary>The command of the clone, for the one call that a stranger makes before there is a repository.</summary>
    public string Command { get; } = Path.Combine(Clone, "artifacts", "bin", "Lakehouse.Cli", Configuration.ToLowerInvariant(), "lakehouse.dll");

    public static string Clone { get; } = FindClone();

    public async ValueTask InitializeAsync()
    {
        environment["NUGET_PACKAGES"] = Path.Combine(Folder, "cache");
        environment["NUGET_FALLBACK_PACKAGES"] = LinkOthersPackages();
        environment["DOTNET_CLI_HOME"] = Path.Combine(Folder, "home");
        environment["DOTNET_NOLOGO"] = "1";
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        await SucceedAsync(Clone, "bash", Path.Combine(Clone, "eng", "pack.sh"), "--out", Packages, "--configuration", Configuration);
    }

    /// <summary>Runs a program to its end.</summary>
    public async Task<Outcome> RunAsync(string directory, string program, params IEnumerable<string> arguments)
    {
        var ct = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        // Packing is the clone's own work, with the machine's cache.
        if (directory != Clone) foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Runs a program that must succeed, and returns what it printed.</summary>
    public async Task<string> SucceedAsync(string directory, string program, params IEnumerable<string> arguments)
    {
        var outcome = await RunAsync(directory, program, arguments);
        outcome.ExitCode.Should().Be(0, $"{program} {string.Join(' ', arguments)} said: {outcome.Out}{outcome.Error}");
        return outcome.Out;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string LinkOthersPackages()
    {
        var links = Directory.CreateDirectory(Path.Combine(Folder, "others")).FullName;
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var package in Directory.GetDirectories(cache).Where(d => !Path.GetFileName(d).StartsWith("lakehouse.", StringComparison.OrdinalIgnoreCase)))
            Directory.CreateSymbolicLink(Path.Combine(links, Path.GetFileName(package)), package);
        return links;
    }

    private static string FindClone()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Lakehouse.sln"))) directory = directory.Parent ?? throw new InvalidOperationException("The tests run outside a clone.");
        return directory.FullName;
    }
}

/// <summary>A finished process.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record Outcome(int ExitCode, string Out, string Error);

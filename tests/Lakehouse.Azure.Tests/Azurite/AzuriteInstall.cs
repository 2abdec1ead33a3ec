using System.ComponentModel;
using System.Diagnostics;

namespace Lakehouse.Azure.Tests.Azurite;

/// <summary>Azurite as npm has it, at one exact version: an older one lacks service versions and ignores where a listing starts.</summary>
internal static class AzuriteInstall
{
    public const string Version = "3.37.0";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, $"azurite-{Version}");

    /// <summary>The script that node runs; installed once and kept beside the tests.</summary>
    public static async Task<string> EnsureAsync(CancellationToken ct)
    {
        var script = Path.Combine(Folder, "node_modules", "azurite", "dist", "src", "blob", "main.js");
        var done = Path.Combine(Folder, "installed");
        if (File.Exists(done)) return script;
        Directory.CreateDirectory(Folder);
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var start = new ProcessStartInfo(npm, ["install", "--prefix", Folder, "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", $"azurite@{Version}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = await process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0) throw new InvalidOperationException($"npm could not install azurite@{Version}: {error}{await output}");
        await File.WriteAllTextAsync(done, Version, ct);
        return script;
    }

    /// <summary>Whether node is there at all.</summary>
    public static bool HasNode()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}

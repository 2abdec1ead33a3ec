using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lakehouse.Tests;

/// <summary>A server's loaded classes as a file that later JVMs map instead of loading them, which is up to a third of the CPU time of a start.</summary>
/// <remarks>
/// 1. The name tells the JDK, the jars and where they lie, because the JVM refuses an archive of others without a word.
/// 2. Without the file the JVM records what it loads; its owner has it written by <c>jcmd</c>, beside the final name, and renamed.
/// 3. Whoever holds the lock writes; everyone else goes without. Nothing here is required for a test to pass.
/// </remarks>
internal sealed class ClassArchive
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly string file;

    /// <param name="server">The server as <c>infra/jars.sh</c> calls it.</param>
    /// <param name="jars">The folder of its jars.</param>
    public ClassArchive(string server, string jars) => file = Path.Combine(Clone.Root, ".data", $"{server}-classes", $"{JavaVersion()}-{Path.GetFileName(jars)}-{Hash(jars)}.jsa");

    /// <summary>For a JVM that others start: the archive where it exists; nothing otherwise.</summary>
    public string SharedOptions => IsThere ? string.Join(' ', JavaOptions) : "";

    public bool IsThere => File.Exists(file);

    public IReadOnlyList<string> JavaOptions => [IsThere ? $"-XX:SharedArchiveFile={file}" : "-XX:+RecordDynamicDumpInfo", "-Xlog:cds=off", "-Xlog:cds+dynamic=off"];

    /// <summary>Has a JVM that recorded write what it has loaded; it stands still meanwhile, for some seconds.</summary>
    public void Write(int pid)
    {
        if (IsThere) return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            using var gate = new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (IsThere) return;
            var fresh = file + ".new";
            File.Delete(fresh);
            string[] arguments = [pid.ToString(CultureInfo.InvariantCulture), "VM.cds", "dynamic_dump", fresh];
            using var dump = Process.Start(new ProcessStartInfo(Tool("jcmd"), arguments) { RedirectStandardOutput = true })!;
            if (dump.WaitForExit(Limit) && dump.ExitCode == 0 && File.Exists(fresh)) File.Move(fresh, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception)
        {
            // Another process writes the archive, or this Java has no jcmd.
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];

    private static string JavaVersion()
    {
        using var java = Process.Start(new ProcessStartInfo(Tool("java"), ["-XshowSettings:properties", "-version"]) { RedirectStandardError = true })!;
        var lines = java.StandardError.ReadToEnd().Split('\n');
        return lines.FirstOrDefault(l => l.Contains("java.vm.version", StringComparison.Ordinal))?.Split('=')[1].Trim() ?? "unknown";
    }

    private static string Tool(string name) => Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } home ? Path.Combine(home, "bin", name) : name;
}

using System.Globalization;

namespace Lakehouse.EndToEnd.Tests.Spark;

/// <summary>Processes as Linux lists them.</summary>
internal static class ProcessTree
{
    /// <summary>All processes below one.</summary>
    public static IReadOnlyList<int> Below(int pid)
    {
        var parents = Pids().ToDictionary(p => p, Parent);
        var below = new List<int> { pid };
        for (var i = 0; i < below.Count; i++) below.AddRange(parents.Where(p => p.Value == below[i]).Select(p => p.Key));
        return below.Skip(1).ToList();
    }

    /// <summary>Living processes with a text in their command line.</summary>
    public static IReadOnlyList<int> With(string text) => [.. Pids().Where(p => CommandLine(p).Contains(text, StringComparison.Ordinal))];

    public static bool IsAlive(int pid) => State(pid) is not (null or "Z" or "X");

    /// <summary>Arguments, each followed by a NUL; empty where the process is gone.</summary>
    public static string CommandLine(int pid) => Read(pid, "cmdline") ?? "";

    private static IEnumerable<int> Pids() =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0).Where(p => p > 0).ToList();

    private static int Parent(int pid) => Fields(pid) is { Length: > 1 } fields ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;

    private static string? State(int pid) => Fields(pid) is { Length: > 0 } fields ? fields[0] : null;

    // After the name, which stands in parentheses and may hold anything: state, parent, …
    private static string[]? Fields(int pid) => Read(pid, "stat") is { } stat ? stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) : null;

    private static string? Read(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}");
        }
        catch (IOException)
        {
            return null;
        }
    }
}

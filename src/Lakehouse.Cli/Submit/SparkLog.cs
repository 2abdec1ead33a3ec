using System.Text.RegularExpressions;

namespace Lakehouse.Cli.Submit;

/// <summary>Spark's log: all of it goes to a file, and what is grave enough to the person at the terminal.</summary>
internal sealed partial class SparkLog(StreamWriter file, string least, Action<string> show)
{
    /// <summary>Levels from the gravest on.</summary>
    public static IReadOnlyList<string> Levels { get; } = ["error", "warn", "info"];

    private readonly int most = Levels.ToList().IndexOf(least);
    private bool isShown;

    public void Take(string line)
    {
        file.WriteLine(line);
        // A line without a level belongs to the one before: the rest of a stack trace.
        if (Head().Match(line) is { Success: true } head) isShown = Levels.ToList().IndexOf(head.Groups["level"].Value.ToLowerInvariant()) is >= 0 and var level && level <= most;
        if (isShown) show(line);
    }

    [GeneratedRegex("^[0-9/]{8} [0-9:]{8} (?<level>[A-Z]+) ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Head();
}

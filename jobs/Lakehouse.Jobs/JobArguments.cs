using System.Globalization;

namespace Lakehouse.Jobs;

/// <summary>The job and its options as a scheduler writes them: <c>job [target…] --name value…</c>.</summary>
/// <param name="Job">The verb.</param>
/// <param name="Targets">What stands before the options.</param>
/// <param name="Options">Options by name without dashes; a flag has the value <c>true</c>.</param>
public sealed record JobArguments(string Job, IReadOnlyList<string> Targets, IReadOnlyDictionary<string, string> Options)
{
    public const string Usage = """
        usage: Lakehouse.Jobs ingest <source> <files…> --lake <path or abfss URI> [--root <dir>] [--replace]
               Lakehouse.Jobs conform <contract@N> --lake <path or abfss URI>
               Lakehouse.Jobs materialize <view@N> --lake <path or abfss URI> [--now <instant>]
               Lakehouse.Jobs sync <view@N> --lake <path or abfss URI>
               Lakehouse.Jobs run --lake <path or abfss URI> [--now <instant>]
        exit codes: 0 done, 1 failed, 2 usage, 3 refused
        """;

    private static readonly string[] TimeForms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFK", "yyyy-MM-dd'T'HH:mmK"];
    private static readonly string[] Known = ["lake", "root", "replace", "now"];

    /// <summary>The lake's root.</summary>
    /// <exception cref="FormatException">It was not given.</exception>
    public string Lake => Options.TryGetValue("lake", out var lake) ? lake : throw new FormatException("--lake is missing.");

    /// <summary>The clock in microseconds; null for the wall clock.</summary>
    /// <exception cref="FormatException">It is no instant with a zone.</exception>
    public long? NowMicros =>
        Options.TryGetValue("now", out var text) ? Micros(DateTimeOffset.ParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None)) : null;

    /// <summary>The one target.</summary>
    /// <exception cref="FormatException">There is none, or more.</exception>
    public string Target => Targets is [var one] ? one : throw new FormatException($"{Job} takes one name, found {Targets.Count}.");

    /// <exception cref="FormatException">The arguments are not of the form shown by <see cref="Usage"/>.</exception>
    public static JobArguments Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0) throw new FormatException("No job is named.");
        var targets = new List<string>();
        var options = new Dictionary<string, string>();
        for (var i = 1; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                targets.Add(arguments[i]);
                continue;
            }

            var name = arguments[i][2..];
            if (!Known.Contains(name)) throw new FormatException($"Option --{name} is not known.");
            if (name == "replace") options[name] = "true";
            else if (++i < arguments.Count) options[name] = arguments[i];
            else throw new FormatException($"--{name} needs a value.");
        }

        return new(arguments[0], targets, options);
    }

    private static long Micros(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}

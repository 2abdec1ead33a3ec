using System.Globalization;
using Lakehouse.Features;

namespace Lakehouse.Jobs;

/// <summary>The job and its options as a scheduler writes them: <c>job [target…] --name value…</c>.</summary>
/// <param name="Job">The verb.</param>
/// <param name="Targets">What stands before the options.</param>
/// <param name="Options">Values of each option by its name without dashes; a flag has none.</param>
public sealed record JobArguments(string Job, IReadOnlyList<string> Targets, IReadOnlyDictionary<string, IReadOnlyList<string>> Options)
{
    public const string Usage = """
        usage: Lakehouse.Jobs ingest <source> <files…> [--root <dir>] [--replace]
               Lakehouse.Jobs conform <contract@N>
               Lakehouse.Jobs materialize <view@N> [--now <instant>]
               Lakehouse.Jobs backfill <view@N> [--now <instant>] [--parallel <n>] [--restart]
               Lakehouse.Jobs sync <view@N> [--online <target>]… [--shard <i/n>] [--rebuild]
               Lakehouse.Jobs sync-verify <view@N> [--online <target>]… [--repair]
               Lakehouse.Jobs run [<view@N>…] [--now <instant>] [--online <target>]…
               Lakehouse.Jobs watch [<view@N>…] [--online <target>]…
               Lakehouse.Jobs training-set build <set@N> --spine <file or table> --out <name>
               Lakehouse.Jobs training-set rebuild <name> --out <name>
               Lakehouse.Jobs training-set refresh|verify <name>
               Lakehouse.Jobs diff <table> <table>
               Lakehouse.Jobs maintain [<table>…]
        all:   --lake <path or abfss URI> [--engine duckdb|spark] [--master <url>] [--spark-conf <name>=<value>]… [--check]
        exit codes: 0 done, 1 failed, 2 usage, 3 refused
        """;

    private static readonly string[] TimeForms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFK", "yyyy-MM-dd'T'HH:mmK"];
    private static readonly string[] Flags = ["replace", "restart", "check", "rebuild", "repair"];
    private static readonly string[] WithValue = ["lake", "root", "now", "parallel", "spine", "out", "engine", "master", "spark-conf", "online", "shard"];

    /// <summary>The lake's root.</summary>
    /// <exception cref="FormatException">It was not given.</exception>
    public string Lake => Required("lake");

    /// <summary>The clock in microseconds; null for the wall clock.</summary>
    /// <exception cref="FormatException">It is no instant with a zone.</exception>
    public long? NowMicros => Get("now") is { } text ? Micros(DateTimeOffset.ParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None)) : null;

    /// <summary>Parts computed side by side.</summary>
    /// <exception cref="FormatException">It is no number.</exception>
    public int Parallel => Get("parallel") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : Environment.ProcessorCount;

    /// <summary>The one target.</summary>
    /// <exception cref="FormatException">There is none, or more.</exception>
    public string Target => Targets is [var one] ? one : throw new FormatException($"{Job} takes one name, found {Targets.Count}.");

    /// <summary>The targets as names with a version.</summary>
    /// <exception cref="FormatException">One is no such name.</exception>
    public IReadOnlyList<VersionedName> Names => [.. Targets.Select(VersionedName.Parse)];

    /// <summary>The only or last value of an option; null where it was not given.</summary>
    public string? Get(string option) => Options.TryGetValue(option, out var values) ? values[^1] : null;

    /// <summary>True where a flag was given.</summary>
    public bool Has(string flag) => Options.ContainsKey(flag);

    /// <summary>The value of an option that the job needs.</summary>
    /// <exception cref="FormatException">It was not given.</exception>
    public string Required(string option) => Get(option) ?? throw new FormatException($"--{option} is missing.");

    /// <exception cref="FormatException">The arguments are not of the form shown by <see cref="Usage"/>.</exception>
    public static JobArguments Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0) throw new FormatException("No job is named.");
        var targets = new List<string>();
        var options = new Dictionary<string, IReadOnlyList<string>>();
        for (var i = 1; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                targets.Add(arguments[i]);
                continue;
            }

            var name = arguments[i][2..];
            if (Flags.Contains(name)) options[name] = [];
            else if (!WithValue.Contains(name)) throw new FormatException($"Option --{name} is not known.");
            else if (++i < arguments.Count) options[name] = [.. options.GetValueOrDefault(name, []), arguments[i]];
            else throw new FormatException($"--{name} needs a value.");
        }

        return new(arguments[0], targets, options);
    }

    private static long Micros(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}

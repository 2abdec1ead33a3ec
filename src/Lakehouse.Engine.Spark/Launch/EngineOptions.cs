using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Engine.Spark.Launch;

/// <summary>Which engine runs, and how it reaches Spark.</summary>
public sealed record EngineOptions
{
    /// <summary>The name of the embedded engine.</summary>
    public const string DuckDb = "duckdb";

    /// <summary>The name of the distributed engine.</summary>
    public const string Spark = "spark";

    /// <summary><see cref="DuckDb"/> or <see cref="Spark"/>.</summary>
    public string Engine { get; init; } = DuckDb;

    /// <summary>Spark's master; null for <c>local[*]</c>, or what a submitted program was given.</summary>
    public string? Master { get; init; }

    /// <summary>Further settings of Spark by name.</summary>
    public IReadOnlyDictionary<string, string> SparkConf { get; init; } = new Dictionary<string, string>();

    /// <summary>When runs of window views on Spark cut keys along time.</summary>
    public HotKeySettings HotKeys { get; init; } = new();

    /// <summary>The application's name on Spark's pages.</summary>
    public string ApplicationName { get; init; } = "lakehouse";

    /// <summary>Threads and memory of what runs in this process.</summary>
    public DuckDbOptions Driver { get; init; } = new();

    /// <summary>What a command line says, over what a lake's settings say.</summary>
    /// <param name="engine">The option <c>--engine</c>, or null.</param>
    /// <param name="master">The option <c>--master</c>, or null.</param>
    /// <param name="conf">The options <c>--spark-conf</c>, each <c>name=value</c>.</param>
    /// <param name="defaults">What holds without them.</param>
    /// <exception cref="FormatException">An option is malformed, or only goes with the other engine.</exception>
    public static EngineOptions Of(string? engine, string? master, IReadOnlyList<string> conf, EngineOptions defaults)
    {
        var chosen = engine ?? defaults.Engine;
        if (chosen is not (DuckDb or Spark)) throw new FormatException($"--engine: '{chosen}' is not known; write duckdb or spark.");
        if (chosen == DuckDb && (master is not null || conf.Count > 0)) throw new FormatException("--master and --spark-conf go with --engine spark.");
        var all = new SortedDictionary<string, string>(defaults.SparkConf.ToDictionary(), StringComparer.Ordinal);
        foreach (var (name, value) in conf.Select(ParseConf)) all[name] = value;
        return defaults with { Engine = chosen, Master = master ?? defaults.Master, SparkConf = all };
    }

    /// <summary>Reads <c>spark.name=value</c>.</summary>
    /// <exception cref="FormatException">The text is of another form.</exception>
    public static (string Name, string Value) ParseConf(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && text.StartsWith("spark.", StringComparison.Ordinal)
            ? (text[..at], text[(at + 1)..])
            : throw new FormatException($"'{text}' is not of the form spark.name=value; write for example spark.executor.memory=2g.");
}

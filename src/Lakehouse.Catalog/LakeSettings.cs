using System.Collections.Immutable;
using Lakehouse.Catalog.Security;

namespace Lakehouse.Catalog;

/// <summary>Settings of a lake (<c>lakehouse.yaml</c> at its root); unknown keys and bad values are refused together in one message.</summary>
public sealed record LakeSettings
{
    /// <summary>The JSON Schema (draft 7) of the file; it accepts what the reader accepts.</summary>
    public static string JsonSchema { get; } = ReadSchema();

    /// <summary>H: how far ahead of its clock a run writes gold (<c>horizon</c>, for example <c>1h</c>, <c>30m</c>, <c>2d</c>).</summary>
    /// <value>The default is one hour.</value>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The engine of jobs that name none (<c>engine.name</c>): <c>duckdb</c> or <c>spark</c>.</summary>
    /// <value>The default is <c>duckdb</c>.</value>
    public string EngineName { get; init; } = "duckdb";

    /// <summary>Spark's master (<c>spark.master</c>), for example <c>local[2]</c> or <c>spark://host:7077</c>.</summary>
    /// <value>The default is null: <c>local[*]</c>, or what a submitted program was given.</value>
    public string? SparkMaster { get; init; }

    /// <summary>Settings of Spark by name (<c>spark.conf</c>), for example <c>spark.executor.memory</c>.</summary>
    /// <value>The default is none.</value>
    public ImmutableSortedDictionary<string, string> SparkConf { get; init; } = NoConf;

    /// <summary>DuckDB's memory limit (<c>engine.memory_limit</c>).</summary>
    /// <value>The default is 1GB.</value>
    public string MemoryLimit { get; init; } = "1GB";

    /// <summary>DuckDB's threads (<c>engine.threads</c>).</summary>
    /// <value>The default is the number of processors.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Declared serving delay of <c>as_known</c> training joins (<c>serving_delay</c>).</summary>
    /// <value>The default is zero.</value>
    public TimeSpan ServingDelay { get; init; } = TimeSpan.Zero;

    /// <summary>The longest time between two moves of the clock by <c>run --watch</c> while no data come (<c>watch.interval</c>).</summary>
    /// <value>The default is one minute.</value>
    public TimeSpan WatchInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The targets of lookups that name none, in the order in which they are asked (<c>online.default</c>); jobs that name none take all targets.</summary>
    /// <value>The default is none: the only target, and without any the lake's own SQLite file.</value>
    public ImmutableArray<string> OnlineDefault { get; init; } = [];

    /// <summary>How long the store asked last may take before lookups over several ask the next one, too (<c>online.switch_after</c>).</summary>
    /// <value>The default is 100 milliseconds.</value>
    public TimeSpan OnlineSwitchAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The share of lookups, from 0 to 1, that may be asked of a further store because one is slow (<c>online.extra_reads</c>).</summary>
    /// <value>The default is 0.1.</value>
    public double OnlineExtraReads { get; init; } = 0.1;

    /// <summary>The online stores that the lake is synced to, by name (<c>online.targets</c>).</summary>
    /// <value>The default is none.</value>
    public ImmutableSortedDictionary<string, OnlineTargetSettings> OnlineTargets { get; init; } = NoTargets;

    /// <summary>Who may read features and how much (<c>serving.security</c>).</summary>
    /// <value>The default lets every call in.</value>
    public SecuritySettings Security { get; init; } = SecuritySettings.Off;

    /// <summary>What calls may take of the feature service (<c>serving.limits</c>).</summary>
    /// <value>The default is none: those of the service.</value>
    public LimitSettings Limits { get; init; } = LimitSettings.Default;

    private static ImmutableSortedDictionary<string, OnlineTargetSettings> NoTargets { get; } = ImmutableSortedDictionary.Create<string, OnlineTargetSettings>(StringComparer.Ordinal);

    /// <summary>One instance, so that settings without any are equal.</summary>
    private static ImmutableSortedDictionary<string, string> NoConf { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private static string ReadSchema()
    {
        using var reader = new StreamReader(typeof(LakeSettings).Assembly.GetManifestResourceStream("lakehouse-yaml.schema.json")!);
        return reader.ReadToEnd();
    }
}

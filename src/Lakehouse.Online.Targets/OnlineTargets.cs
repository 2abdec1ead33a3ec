using Lakehouse.Catalog;
using Lakehouse.Online.Cassandra;
using Lakehouse.Online.Failover;
using Lakehouse.Online.Sqlite;
using Lakehouse.Online.Targets.Internal;
using Lakehouse.Pipelines;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Online.Targets;

/// <summary>Opens online stores by name: those of <c>lakehouse.yaml</c>, and <c>sqlite</c> and <c>cassandra</c> without any setting.</summary>
/// <remarks>Nothing is connected to before it is used.</remarks>
public static class OnlineTargets
{
    /// <summary>The name of the store in a Cassandra cluster that needs no setting: a development node on this machine, or LAKEHOUSE_CASSANDRA (host or host:port).</summary>
    public const string LocalCassandra = "cassandra";

    /// <summary>The targets of jobs.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="names">Their names; empty for all of the settings, and without any there for <c>online.default</c>, else the lake's own SQLite file.</param>
    /// <exception cref="JobException">There is no target of a name (exit code 2), or its settings do not fit each other.</exception>
    public static OpenTargets OpenForJobs(Lake lake, params IReadOnlyList<string> names)
    {
        var settings = lake.Settings;
        if (names.Count == 0) names = settings.OnlineTargets.Count > 0 ? [.. settings.OnlineTargets.Keys] : Preferred(settings);
        return Open(lake, names);
    }

    /// <summary>The targets of jobs that something may have been synced to: an SQLite file that is not there yet is left out.</summary>
    /// <exception cref="JobException">A target's settings do not fit each other.</exception>
    public static OpenTargets OpenForMaintenance(Lake lake) => new([.. OpenForJobs(lake).All.Where(t => t.Store is not SqliteOnlineStore { Path: var path } || File.Exists(path))]);

    /// <summary>The targets of lookups, the preferred one first.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="names">Their names; empty for <c>online.default</c>, else the only target of the settings, else the lake's own SQLite file.</param>
    /// <exception cref="JobException">There is no such target, or which of several is meant is not said (exit code 2), or its settings do not fit each other.</exception>
    public static OpenTargets OpenForLookups(Lake lake, params IReadOnlyList<string> names) => Open(lake, (names.Count, lake.Settings) switch
    {
        (> 0, _) => names,
        (_, { OnlineDefault.Length: 0, OnlineTargets: { Count: > 1 } several }) => throw new JobException(
            2, $"The lake has several online targets ({string.Join(", ", several.Keys)}): name one, or several in the order in which they are asked, with --online, "
            + "or set online.default in lakehouse.yaml."),
        (_, { OnlineDefault.Length: 0, OnlineTargets: { Count: 1 } only }) => [.. only.Keys],
        var (_, settings) => Preferred(settings),
    });

    /// <summary>What the settings say of lookups over several targets.</summary>
    public static FailoverOptions Failover(LakeSettings settings) => new() { SwitchAfter = settings.OnlineSwitchAfter, ExtraReads = settings.OnlineExtraReads };

    private static IReadOnlyList<string> Preferred(LakeSettings settings) => settings.OnlineDefault is { Length: > 0 } names ? names : [OnlineTarget.Embedded];

    private static OpenTargets Open(Lake lake, IReadOnlyList<string> names) => new([.. names.Distinct(StringComparer.Ordinal).Select(name => Open(lake, name))]);

    private static OnlineTarget Open(Lake lake, string name)
    {
        var target = lake.Settings.OnlineTargets.TryGetValue(name, out var configured) ? configured : BuiltIn(lake, name);
        return new(name, OpenStore(lake, name, target)) { Entities = target.Entities };
    }

    private static OnlineTargetSettings BuiltIn(Lake lake, string name) => name switch
    {
        OnlineTarget.Embedded => new("sqlite"),
        LocalCassandra => CassandraTargets.Local(Environment.GetEnvironmentVariable("LAKEHOUSE_CASSANDRA")),
        _ => throw new JobException(
            2, $"There is no online target '{name}': lakehouse.yaml has {(lake.Settings.OnlineTargets.Count == 0 ? "none" : string.Join(", ", lake.Settings.OnlineTargets.Keys))}, and sqlite and cassandra need no setting."),
    };

    private static IOnlineStore OpenStore(Lake lake, string name, OnlineTargetSettings target) => target.Store == "sqlite"
        ? new SqliteOnlineStore(target.File is { } file ? TargetPaths.Of(lake, file) : lake.OnlinePath)
        : new CassandraOnlineStore(CassandraTargets.Options(lake, name, target) with { CapReplicasAtNodes = !lake.Settings.OnlineTargets.ContainsKey(name) }, lake.Clock);
}

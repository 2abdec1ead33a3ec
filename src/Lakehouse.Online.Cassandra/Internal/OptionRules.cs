using System.Text.RegularExpressions;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>What each option must satisfy.</summary>
internal static partial class OptionRules
{
    private static readonly TimeSpan LongestMarkerLifetime = TimeSpan.FromSeconds(1);

    public static IEnumerable<string> Failures(CassandraOnlineOptions options)
    {
        if (options.ContactPoints.IsDefaultOrEmpty || options.ContactPoints.Any(string.IsNullOrWhiteSpace)) yield return "contact points: name at least one host, none empty";
        if (!Name().IsMatch(options.Keyspace)) yield return $"keyspace '{options.Keyspace}': must be 1 to 48 lower-case letters, digits and underscores, beginning with a letter";
        if (options.Port is < 1 or > 65535) yield return $"port {options.Port}: must be from 1 to 65535";
        foreach (var (datacenter, replicas) in options.Replication)
        {
            if (datacenter.Length == 0 || datacenter.Contains('\'') || replicas is < 1 or > 100) yield return $"replication '{datacenter}': {replicas}: must be a datacenter's name and 1 to 100 replicas";
        }

        if (options.ReadConsistency == CassandraConsistency.EachQuorum) yield return "read consistency EachQuorum: is for writes only";
        if (options.ReadConsistency == CassandraConsistency.Quorum && options.WriteConsistency == CassandraConsistency.LocalOne)
            yield return "write consistency LocalOne: reads at Quorum would not see such writes";
        foreach (var (name, value) in Durations(options))
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromHours(1)) yield return $"{name} {value}: must be above zero and at most an hour";
        }

        if (options.HedgeAfter < TimeSpan.Zero || options.HedgeAfter > TimeSpan.FromMinutes(1)) yield return $"hedge after {options.HedgeAfter}: must be from zero to a minute";
        if (options.HedgeBudget is not (>= 0 and <= 1)) yield return $"hedge budget {options.HedgeBudget}: must be from 0 to 1";
        if (options.MaxReadsInFlight is < 1 or > 100_000) yield return $"reads in flight {options.MaxReadsInFlight}: must be from 1 to 100000";
        if (options.MaxWritesInFlight is < 1 or > 100_000) yield return $"writes in flight {options.MaxWritesInFlight}: must be from 1 to 100000";
        if (options.MarkerLifetime < TimeSpan.Zero || options.MarkerLifetime > LongestMarkerLifetime) yield return $"marker lifetime {options.MarkerLifetime}: must be from zero to a second";
        if (options.Retention is { } retention && (retention < TimeSpan.FromMinutes(1) || retention > TimeSpan.FromDays(3660)))
            yield return $"retention {retention}: must be from a minute to 3660 days";
    }

    private static (string Name, TimeSpan Value)[] Durations(CassandraOnlineOptions options) =>
    [
        ("connect timeout", options.ConnectTimeout), ("read timeout", options.ReadTimeout), ("write timeout", options.WriteTimeout), ("write retry time", options.WriteRetryTime),
    ];

    [GeneratedRegex("^[a-z][a-z0-9_]{0,47}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}

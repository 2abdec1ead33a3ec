using System.Globalization;
using Lakehouse.Catalog;
using Lakehouse.Online.Cassandra;
using Lakehouse.Pipelines;

namespace Lakehouse.Online.Targets.Internal;

/// <summary>A target's settings as the store's options.</summary>
internal static class CassandraTargets
{
    private const int LocalReplicas = 3;

    /// <summary>A development cluster: three replicas, or as many as it has nodes, in the datacenter that nodes without any setting are in.</summary>
    /// <param name="place">host or host:port; null for this machine.</param>
    /// <exception cref="JobException">The text is no place.</exception>
    public static OnlineTargetSettings Local(string? place)
    {
        var target = new OnlineTargetSettings("cassandra");
        target = target with { Replication = target.Replication.Add("datacenter1", LocalReplicas) };
        if (string.IsNullOrWhiteSpace(place)) return target;
        var parts = place.Split(':');
        if (parts is [{ Length: > 0 } host]) return target with { ContactPoints = [host] };
        if (parts is [{ Length: > 0 } named, var port] && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= ushort.MaxValue)
            return target with { ContactPoints = [named], Port = number };
        throw new JobException(2, $"LAKEHOUSE_CASSANDRA is '{place}'; it must be host or host:port, for example 127.0.0.1:9042.");
    }

    /// <exception cref="JobException">The settings do not fit each other.</exception>
    public static CassandraOnlineOptions Options(Lake lake, string name, OnlineTargetSettings target)
    {
        var options = new CassandraOnlineOptions
        {
            ContactPoints = target.ContactPoints,
            Keyspace = target.Keyspace,
            Port = target.Port,
            LocalDatacenter = target.LocalDatacenter,
            Replication = target.Replication,
            ReadConsistency = ConsistencyOf(target.ReadConsistency),
            WriteConsistency = ConsistencyOf(target.WriteConsistency),
            HedgeAfter = target.HedgeAfter,
            HedgeBudget = target.HedgeBudget,
            Retention = target.Retention,
            Credentials = CredentialsOf(lake, name, target),
            Tls = TlsOf(lake, name, target),
        };
        try
        {
            options.Validate();
            return options;
        }
        catch (OnlineStoreException e)
        {
            throw new JobException(2, $"online.targets.{name} in lakehouse.yaml: {e.Message}", e);
        }
    }

    private static CassandraConsistency ConsistencyOf(string text) => text switch
    {
        "local_one" => CassandraConsistency.LocalOne,
        "quorum" => CassandraConsistency.Quorum,
        "each_quorum" => CassandraConsistency.EachQuorum,
        _ => CassandraConsistency.LocalQuorum,
    };

    private static CassandraCredentials? CredentialsOf(Lake lake, string name, OnlineTargetSettings target) => (target.CredentialsFile, target.UserVariable, target.PasswordVariable) switch
    {
        (null, null, null) => null,
        ({ } file, null, null) => CassandraCredentials.FromFile(TargetPaths.Of(lake, file)),
        (null, { } user, { } password) => CassandraCredentials.FromEnvironment(user, password),
        _ => throw new JobException(2, $"online.targets.{name} in lakehouse.yaml: credentials are either in credentials_file, or in user_variable and password_variable together."),
    };

    private static CassandraTls? TlsOf(Lake lake, string name, OnlineTargetSettings target)
    {
        if (target.Tls)
            return new CassandraTls
            {
                AuthorityFile = target.AuthorityFile is { } authority ? TargetPaths.Of(lake, authority) : null,
                CertificateFile = target.CertificateFile is { } certificate ? TargetPaths.Of(lake, certificate) : null,
            };
        return target.AuthorityFile is null && target.CertificateFile is null
            ? null
            : throw new JobException(2, $"online.targets.{name} in lakehouse.yaml: authority_file and certificate_file go with tls: true.");
    }
}

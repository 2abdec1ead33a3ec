using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Control;

/// <summary>Whether all nodes that are up have the same schema, as one of them sees it.</summary>
/// <remarks>After a change the node that made it must be asked: another one may not have heard of it and call the old schema agreed on.</remarks>
internal static class SchemaAgreement
{
    private const string Local = "SELECT schema_version FROM system.local WHERE key='local'";
    private const string Peers = "SELECT host_id, schema_version FROM system.peers";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks once.</summary>
    internal static async Task<bool> CheckAsync(Connection connection, IReadOnlyCollection<Host> hosts, int timeoutMillis)
    {
        var down = hosts.Where(host => !host.IsUp).Select(host => host.HostId).ToHashSet();
        var versions = new HashSet<Guid?> { (await connection.QueryAsync(Local, timeoutMillis)).First().GetValue<Guid?>("schema_version") };
        foreach (var row in await connection.QueryAsync(Peers, timeoutMillis))
        {
            if (row.GetValue<Guid?>("host_id") is { } id && !down.Contains(id))
            {
                versions.Add(row.GetValue<Guid?>("schema_version"));
            }
        }

        return versions.Count == 1;
    }

    /// <summary>Asks until they agree or the configured time is over.</summary>
    internal static async Task<bool> WaitAsync(Connection connection, Metadata metadata, Configuration configuration)
    {
        var time = configuration.TimeProvider;
        var started = time.GetTimestamp();
        var limit = TimeSpan.FromSeconds(configuration.MaxSchemaAgreementWaitSeconds);
        do
        {
            if (await CheckAsync(connection, metadata.Hosts, configuration.SocketOptions.ReadTimeoutMillis))
            {
                return true;
            }

            await Task.Delay(Pause, time);
        }
        while (time.GetElapsedTime(started) < limit);

        return false;
    }
}

using System.Net;
using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Execution;

/// <summary>One text on its way to be parsed: on the first host that takes it, then on the others.</summary>
internal sealed class PrepareExecution(Session session, string text, string? keyspace, IDictionary<string, byte[]>? payload)
{
    private readonly Dictionary<IPEndPoint, Exception> errors = [];

    /// <exception cref="NotSupportedException">Another keyspace than the session's is named in a version of the protocol that cannot say it.</exception>
    internal async Task<PreparedStatement> RunAsync()
    {
        if (keyspace is not null && keyspace != session.Keyspace && session.BinaryProtocolVersion < ProtocolVersions.V5)
        {
            throw new NotSupportedException("A statement is prepared on another keyspace than the session's in protocol version 5 only: qualify the table's name.");
        }

        var preparedOn = keyspace ?? session.Keyspace;
        if (session.Preparer.Find(text, preparedOn) is { } known)
        {
            return known;
        }

        var hosts = session.Configuration.Policies.LoadBalancingPolicy.NewQueryPlan(session.Keyspace, null).ToList();
        foreach (var host in hosts)
        {
            if (await TryAsync(host) is { } prepared)
            {
                var statement = session.Preparer.Keep(prepared, text, preparedOn);
                if (session.Configuration.QueryOptions.IsPrepareOnAllHosts())
                {
                    await Task.WhenAll(hosts.Where(other => other != host && other.IsUp).Select(other => FollowAsync(other, statement)));
                }

                return statement;
            }
        }

        throw new NoHostAvailableException(errors);
    }

    private async Task<PreparedResponse?> TryAsync(Host host)
    {
        if (!host.IsUp)
        {
            errors[host.Address] = session.WhyDown(host);
            return null;
        }

        try
        {
            return session.PoolOf(host) is { } pool ? await session.Preparer.PrepareAsync(await pool.BorrowAsync(), text, keyspace, payload) : null;
        }
        catch (Exception e) when (IsOfHost(e))
        {
            errors[host.Address] = e;
            return null;
        }
    }

    private async Task FollowAsync(Host host, PreparedStatement statement)
    {
        try
        {
            if (session.PoolOf(host) is { } pool)
            {
                await session.Preparer.AgainAsync(await pool.BorrowAsync(), statement);
            }
        }
        catch (Exception e) when (IsOfHost(e))
        {
            // A host that lacks the statement says so when it is asked to run it.
        }
    }

    private static bool IsOfHost(Exception failure) =>
        FailureJudge.IsRequestFailure(failure)
        || failure is BusyPoolException or OverloadedException or IsBootstrappingException or ServerErrorException or AuthenticationException;
}

using System.Collections.Concurrent;
using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Execution;

/// <summary>Lets nodes parse statements: once for each session's first use, again where a node has lost them.</summary>
internal sealed class StatementPreparer(ClusterRuntime runtime)
{
    private const int AtOnce = 64;

    private readonly ConcurrentDictionary<(string? Keyspace, string Text), PreparedStatement> known = new();
    private readonly ConcurrentDictionary<(Connection Connection, PreparedStatement Statement), Lazy<Task<Exception?>>> underWay = new();

    private int TimeoutMillis => runtime.Configuration.SocketOptions.ReadTimeoutMillis;

    /// <summary>A statement that was prepared before, or the one of the answer.</summary>
    internal PreparedStatement Keep(PreparedResponse response, string text, string? keyspace) =>
        known.GetOrAdd((keyspace, text), static (key, answer) => new PreparedStatement(answer, key.Text, key.Keyspace), response);

    /// <summary>A statement that was prepared before on a keyspace, or null.</summary>
    internal PreparedStatement? Find(string text, string? keyspace) => known.GetValueOrDefault((keyspace, text));

    /// <summary>Prepares a statement on one connection.</summary>
    /// <exception cref="DriverException">The node refused it or did not answer in time.</exception>
    internal async Task<PreparedResponse> PrepareAsync(Connection connection, string text, string? keyspace, IDictionary<string, byte[]>? payload)
    {
        var answer = await connection.SendAsync(new PrepareRequest(text, keyspace, payload), TimeoutMillis);
        return answer switch
        {
            PreparedResponse prepared => prepared,
            ErrorResponse error => throw error.Exception,
            _ => throw new DriverInternalError("The node answered PREPARE with something else"),
        };
    }

    /// <summary>Prepares a statement again on a connection whose node lost it, once for all requests that wait for it; null if the node knows it now.</summary>
    internal async Task<Exception?> AgainAsync(Connection connection, PreparedStatement statement)
    {
        var key = (connection, statement);
        try
        {
            return await underWay.GetOrAdd(key, entry => new(() => PrepareAgainAsync(entry.Connection, entry.Statement))).Value;
        }
        finally
        {
            underWay.TryRemove(key, out _);
        }
    }

    /// <summary>Prepares what a statement needs again on a connection whose node lost some of it; null if the node knows it now.</summary>
    internal async Task<Exception?> AgainAsync(Connection connection, IStatement statement, PreparedQueryNotFoundException missing)
    {
        // A node names one statement at a time; a batch may hold many that it has lost.
        var statements = Prepared(statement).Distinct().ToList();
        if (!statements.Exists(candidate => candidate.Id.AsSpan().SequenceEqual(missing.UnknownId)))
        {
            return missing;
        }

        try
        {
            var failures = await Task.WhenAll(statements.Select(prepared => AgainAsync(connection, prepared)));
            return Array.Find(failures, failure => failure is not null);
        }
        catch (Exception e) when (FailureJudge.IsRequestFailure(e))
        {
            return e;
        }
    }

    /// <summary>Prepares all statements of a keyspace on a node that came back, as far as it takes them.</summary>
    internal Task AllAgainAsync(Connection connection, string? keyspace)
    {
        var statements = known.Values.Where(statement => statement.PreparedKeyspace == keyspace);
        return Parallel.ForEachAsync(statements, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (statement, _) =>
        {
            if (!connection.IsClosed)
            {
                await AgainAsync(connection, statement);
            }
        });
    }

    private static IEnumerable<PreparedStatement> Prepared(IStatement statement) => statement switch
    {
        BoundStatement { PreparedStatement: { } prepared } => [prepared],
        BatchStatement batch => batch.Statements.SelectMany(Prepared),
        _ => [],
    };

    private async Task<Exception?> PrepareAgainAsync(Connection connection, PreparedStatement statement)
    {
        try
        {
            var prepared = await PrepareAsync(connection, statement.QueryString, statement.PreparedKeyspace, null);
            if (!prepared.Id.AsSpan().SequenceEqual(statement.Id))
            {
                return new PreparedStatementIdMismatchException(statement.Id, prepared.Id);
            }

            statement.Result = prepared.Result;
            return null;
        }
        catch (Exception e) when (e is DriverException || FailureJudge.IsRequestFailure(e))
        {
            return e;
        }
    }
}

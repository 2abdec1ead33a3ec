using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Execution;

/// <content>What the caller gets of an answer.</content>
internal sealed partial class StatementExecution
{
    private RowSet Result(Host host, Response response, ConsistencyLevel consistency)
    {
        var info = Info(host, response, consistency);
        if (response is not RowsResponse rows) return new RowSet { Info = info };

        if (rows.MetadataChanged && statement is BoundStatement { PreparedStatement: { } prepared }) prepared.Result = rows.Metadata;

        return new RowSet(rows, rows.PagingState is null ? null : Further, statement.AutoPage) { Info = info };
    }

    private Task<RowSet> Further(byte[] next) => session.RunAsync(statement, next);

    private async Task<RowSet> ChangedAsync(Host host, Connection changed, Response response, ConsistencyLevel consistency)
    {
        var info = Info(host, response, consistency);
        if (response is SetKeyspaceResponse set) await session.UseEverywhereAsync(set.Keyspace);
        else if (response is SchemaChangeResponse made) info.IsSchemaInAgreement = await session.Runtime.AwaitSchemaAsync(changed, made.Change);

        return new RowSet { Info = info };
    }

    /// <summary>What is told of the run that answered; its host is the last of those tried, even if a speculative run began later.</summary>
    private ExecutionInfo Info(Host host, Response? response, ConsistencyLevel consistency) => new()
    {
        TriedHosts = hosts.Until(host),
        AchievedConsistency = consistency,
        Warnings = response?.Warnings is { Length: > 0 } warnings ? warnings : null,
        TracingId = response?.TracingId,
    };
}

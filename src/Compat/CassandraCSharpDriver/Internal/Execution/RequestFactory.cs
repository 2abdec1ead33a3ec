using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Execution;

/// <summary>Makes the message of a statement.</summary>
internal static class RequestFactory
{
    /// <summary>The message; a retry passes another consistency level, a further page its paging state.</summary>
    /// <exception cref="ArgumentException">The statement is of a kind that no message exists for.</exception>
    internal static IRequest Create(
        IStatement statement,
        QueryOptions options,
        ConsistencyLevel consistency,
        byte[]? pagingState,
        long? timestampMicros,
        byte version) => statement switch
    {
        BoundStatement { PreparedStatement: not null } bound => Execute(bound, options, consistency, pagingState, timestampMicros, version),
        SimpleStatement { QueryString: { } text } simple => new QueryRequest(text, new QueryParameters(consistency)
        {
            Values = simple.QueryValues ?? [],
            Names = simple.ValueNames,
            PageSize = PageSize(simple, options),
            PagingState = pagingState,
            SerialConsistency = Serial(simple, options),
            TimestampMicros = timestampMicros,
            Keyspace = simple.Keyspace,
        })
        {
            Tracing = simple.IsTracing,
            CustomPayload = simple.OutgoingPayload,
        },
        BatchStatement batch => new BatchRequest(batch.BatchType, [.. batch.Statements.Select(Item)], new QueryParameters(consistency)
        {
            SerialConsistency = Serial(batch, options),
            TimestampMicros = timestampMicros,
            Keyspace = batch.OwnKeyspace,
        })
        {
            Tracing = batch.IsTracing,
            CustomPayload = batch.OutgoingPayload,
        },
        _ => throw new ArgumentException($"A statement of type {statement.GetType().Name} without text or without prepared statement cannot be run.", nameof(statement)),
    };

    /// <summary>The message of a statement that was prepared.</summary>
    internal static ExecuteRequest Execute(BoundStatement bound, QueryOptions options, ConsistencyLevel consistency, byte[]? pagingState, long? timestampMicros, byte version)
    {
        var (id, result) = (bound.PreparedStatement!.Id, bound.PreparedStatement.Result);
        return new(id, result, new QueryParameters(consistency)
        {
            Encoded = bound.Encoded,
            PageSize = PageSize(bound, options),
            PagingState = pagingState,
            SerialConsistency = Serial(bound, options),
            TimestampMicros = timestampMicros,
            SkipMetadata = version >= ProtocolVersions.V5 && result is { Columns.Length: > 0 },
        })
        {
            Tracing = bound.IsTracing,
            CustomPayload = bound.OutgoingPayload,
        };
    }

    /// <summary>The serial consistency level, or null for Serial, which the server takes when none is named.</summary>
    private static ConsistencyLevel? Serial(Statement statement, QueryOptions options) =>
        (statement.SerialConsistency ?? options.GetSerialConsistencyLevel()) is var level and not ConsistencyLevel.Serial ? level : null;

    private static int PageSize(Statement statement, QueryOptions options) =>
        (statement.PageSize > 0 ? statement.PageSize : options.GetPageSize()) is var size and < int.MaxValue ? size : 0;

    private static BatchItem Item(IStatement statement) => statement switch
    {
        BoundStatement { PreparedStatement: { } prepared } bound => new BatchItem(null, prepared.Id, [], Encoded: bound.Encoded),
        SimpleStatement { QueryString: { } text, ValueNames: null } simple => new BatchItem(text, null, simple.QueryValues ?? []),
        SimpleStatement { ValueNames: not null } => throw new ArgumentException("A batch takes no values by name.", nameof(statement)),
        _ => throw new ArgumentException("A statement of a batch has neither text nor prepared statement.", nameof(statement)),
    };
}

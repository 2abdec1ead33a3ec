namespace Cassandra.Internal.Wire;

/// <summary>An answer of a node.</summary>
internal abstract class Response
{
    /// <summary>What the server warns of; empty as a rule.</summary>
    public string[] Warnings { get; set; } = [];

    /// <summary>The id of the trace that was asked for.</summary>
    public Guid? TracingId { get; set; }
}

/// <summary>An answer without content: a write, READY.</summary>
internal sealed class VoidResponse : Response;

/// <summary>The keyspace that unqualified tables are now in.</summary>
internal sealed class SetKeyspaceResponse(string keyspace) : Response
{
    public string Keyspace { get; } = keyspace;
}

/// <summary>A change of the schema, as the answer to a statement; events carry it too.</summary>
internal sealed class SchemaChangeResponse(SchemaChangeEvent change) : Response
{
    public SchemaChangeEvent Change { get; } = change;
}

/// <summary>What a node supports, by option.</summary>
internal sealed class SupportedResponse(IReadOnlyDictionary<string, string[]> options) : Response
{
    public IReadOnlyDictionary<string, string[]> Options { get; } = options;
}

/// <summary>A login is asked for, or goes on, or is done.</summary>
internal sealed class AuthenticationResponse(AuthenticationStep step, string? authenticator, byte[]? token) : Response
{
    public AuthenticationStep Step { get; } = step;

    /// <summary>The server's class that asks.</summary>
    public string? Authenticator { get; } = authenticator;

    public byte[]? Token { get; } = token;
}

/// <summary>Where a login stands.</summary>
internal enum AuthenticationStep
{
    Required,
    Challenge,
    Success,
}

/// <summary>The server's refusal, as the exception that a caller sees if nothing else is tried.</summary>
internal sealed class ErrorResponse(Exception exception) : Response
{
    public Exception Exception { get; } = exception;
}

/// <summary>A statement that the node now knows.</summary>
internal sealed class PreparedResponse(byte[] id, RowSetMetadata variables, int[] partitionKeyIndexes, RowSetMetadata? result) : Response
{
    public byte[] Id { get; } = id;

    /// <summary>The markers.</summary>
    public RowSetMetadata Variables { get; } = variables;

    /// <summary>The marker of each part of the partition key, in the key's order; empty when a part has none.</summary>
    public int[] PartitionKeyIndexes { get; } = partitionKeyIndexes;

    /// <summary>The columns of the result, to be given to <see cref="ExecuteRequest"/>; without columns for a statement that returns none.</summary>
    public RowSetMetadata? Result { get; } = result;
}

/// <summary>A page of rows.</summary>
internal sealed class RowsResponse(RowSetMetadata metadata, RowPage page, byte[]? pagingState, bool metadataChanged) : Response
{
    public RowSetMetadata Metadata { get; } = metadata;

    public RowPage Page { get; } = page;

    /// <summary>Where the next page starts; null after the last.</summary>
    public byte[]? PagingState { get; } = pagingState;

    /// <summary>Whether <see cref="Metadata"/> replaces what the statement was prepared with (v5).</summary>
    public bool MetadataChanged { get; } = metadataChanged;
}

namespace Cassandra;

/// <summary>The node does not know a prepared statement: it restarted, or the schema of the table changed.</summary>
public class PreparedQueryNotFoundException : QueryValidationException
{
    /// <summary>The statement that the node lacks.</summary>
    public PreparedQueryNotFoundException(string message, byte[] unknownId)
        : base(message) => UnknownId = unknownId;

    /// <summary>The id of the statement.</summary>
    public byte[] UnknownId { get; }
}

namespace Cassandra;

/// <summary>Too few replicas acknowledged a write in time; it may still take effect.</summary>
public class WriteTimeoutException : QueryTimeoutException
{
    /// <summary>What was asked for, what came, and the kind of the write in the server's words.</summary>
    public WriteTimeoutException(ConsistencyLevel consistency, int received, int required, string writeType)
        : base($"Server timeout during write query of type {writeType} at consistency {consistency} ({received} peer(s) acknowledged the write over {required} required)",
            consistency, received, required) => WriteType = writeType;

    /// <summary>SIMPLE, BATCH, UNLOGGED_BATCH, COUNTER, BATCH_LOG, CAS, VIEW or CDC.</summary>
    public string WriteType { get; }
}

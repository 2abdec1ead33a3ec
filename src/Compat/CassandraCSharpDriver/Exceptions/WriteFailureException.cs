using System.Net;

namespace Cassandra;

/// <summary>Replicas answered a write with failures.</summary>
public class WriteFailureException : QueryExecutionException
{
    /// <summary>What was asked for, what came, and how many replicas failed (protocol v4).</summary>
    public WriteFailureException(ConsistencyLevel consistency, int received, int required, string writeType, int failures)
        : this(consistency, received, required, writeType, failures, null)
    {
    }

    /// <summary>What was asked for, what came, and why which replica failed (protocol v5).</summary>
    public WriteFailureException(ConsistencyLevel consistency, int received, int required, string writeType, IDictionary<IPAddress, int> reasons)
        : this(consistency, received, required, writeType, reasons.Count, reasons)
    {
    }

    private WriteFailureException(ConsistencyLevel consistency, int received, int required, string writeType, int failures, IDictionary<IPAddress, int>? reasons)
        : base($"Server failure during write query at consistency {consistency} ({required} responses were required but only {received} replica(s) responded, {failures} failed)")
    {
        ConsistencyLevel = consistency;
        ReceivedAcknowledgements = received;
        RequiredAcknowledgements = required;
        WriteType = writeType;
        Failures = failures;
        Reasons = reasons;
    }

    /// <summary>The consistency level of the request.</summary>
    public ConsistencyLevel ConsistencyLevel { get; }

    /// <summary>How many replicas answered.</summary>
    public int ReceivedAcknowledgements { get; }

    /// <summary>How many had to.</summary>
    public int RequiredAcknowledgements { get; }

    /// <summary>How many replicas failed.</summary>
    public int Failures { get; }

    /// <summary>The reason code of each failed replica, as the server numbers them; null in protocol v4.</summary>
    public IDictionary<IPAddress, int>? Reasons { get; }

    /// <summary>SIMPLE, BATCH, UNLOGGED_BATCH, COUNTER, BATCH_LOG, CAS, VIEW or CDC.</summary>
    public string WriteType { get; }
}

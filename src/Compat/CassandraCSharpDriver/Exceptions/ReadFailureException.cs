using System.Net;

namespace Cassandra;

/// <summary>Replicas answered a read with failures.</summary>
public class ReadFailureException : QueryExecutionException
{
    /// <summary>What was asked for, what came, and how many replicas failed (protocol v4).</summary>
    public ReadFailureException(ConsistencyLevel consistency, int received, int required, bool dataPresent, int failures)
        : this(consistency, received, required, dataPresent, failures, null)
    {
    }

    /// <summary>What was asked for, what came, and why which replica failed (protocol v5).</summary>
    public ReadFailureException(ConsistencyLevel consistency, int received, int required, bool dataPresent, IDictionary<IPAddress, int> reasons)
        : this(consistency, received, required, dataPresent, reasons.Count, reasons)
    {
    }

    private ReadFailureException(ConsistencyLevel consistency, int received, int required, bool dataPresent, int failures, IDictionary<IPAddress, int>? reasons)
        : base($"Server failure during read query at consistency {consistency} ({required} responses were required but only {received} replica(s) responded, {failures} failed)")
    {
        ConsistencyLevel = consistency;
        ReceivedAcknowledgements = received;
        RequiredAcknowledgements = required;
        WasDataRetrieved = dataPresent;
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

    /// <summary>Whether the replica that was asked for the data, not a digest, answered.</summary>
    public bool WasDataRetrieved { get; }
}

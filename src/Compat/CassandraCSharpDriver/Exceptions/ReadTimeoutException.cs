namespace Cassandra;

/// <summary>Too few replicas answered a read in time.</summary>
public class ReadTimeoutException : QueryTimeoutException
{
    /// <summary>What was asked for, and what came.</summary>
    public ReadTimeoutException(ConsistencyLevel consistency, int received, int required, bool dataPresent)
        : base($"Server timeout during read query at consistency {consistency} ({Shortfall(received, required, dataPresent)})",
            consistency, received, required) => WasDataRetrieved = dataPresent;

    /// <summary>Whether the replica that was asked for the data, not a digest, answered.</summary>
    public bool WasDataRetrieved { get; }

    private static string Shortfall(int received, int required, bool dataPresent) =>
        received < required ? $"{received} replica(s) responded over {required} required"
        : dataPresent ? "timeout while waiting for repair of inconsistent replica"
        : "the replica queried for data didn't respond";
}

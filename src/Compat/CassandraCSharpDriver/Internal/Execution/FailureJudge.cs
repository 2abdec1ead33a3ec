using System.Net.Sockets;

namespace Cassandra.Internal.Execution;

/// <summary>What the retry policy says of a failure.</summary>
internal static class FailureJudge
{
    private static readonly DefaultRetryPolicy Fallback = new();

    /// <summary>The decision; failures that no policy is asked about are thrown.</summary>
    internal static RetryDecision Decide(Exception failure, IStatement statement, Configuration configuration, int retries)
    {
        var policy = statement.RetryPolicy ?? configuration.Policies.RetryPolicy;
        return failure switch
        {
            ReadTimeoutException e => policy.OnReadTimeout(statement, e.ConsistencyLevel, e.RequiredAcknowledgements, e.ReceivedAcknowledgements, e.WasDataRetrieved, retries),
            WriteTimeoutException e => policy.OnWriteTimeout(statement, e.ConsistencyLevel, e.WriteType, e.RequiredAcknowledgements, e.ReceivedAcknowledgements, retries),
            UnavailableException e => policy.OnUnavailable(statement, e.Consistency, e.RequiredReplicas, e.AliveReplicas, retries),
            SocketException or OperationTimedOutException or OverloadedException or IsBootstrappingException or TruncateException =>
                (policy as IExtendedRetryPolicy ?? Fallback).OnRequestError(statement, configuration, failure, retries),
            _ => RetryDecision.Rethrow(),
        };
    }

    /// <summary>Whether the request never left, so that the next host may take it whatever it is.</summary>
    internal static bool WasNeverSent(Exception failure) => failure is SocketException { SocketErrorCode: SocketError.NotConnected };

    /// <summary>Whether a request, not the program, failed.</summary>
    internal static bool IsRequestFailure(Exception failure) => failure is SocketException or OperationTimedOutException;
}

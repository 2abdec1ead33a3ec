namespace Cassandra;

/// <summary>Which failures are tried again, those of the connection and of an overloaded host among them.</summary>
public interface IExtendedRetryPolicy : IRetryPolicy
{
    /// <summary>The connection failed, the answer did not come in time, or the host could not take the request.</summary>
    RetryDecision OnRequestError(IStatement statement, Configuration config, Exception ex, int nbRetry);
}

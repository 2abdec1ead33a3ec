using System.Net;
using System.Net.Sockets;
using static Cassandra.RetryDecision.RetryDecisionType;

namespace Cassandra.Tests.Policies;

public sealed class RetryPolicyTests
{
    private static readonly Configuration Configuration = new Builder().GetConfiguration();
    private static readonly IStatement Plain = new SimpleStatement("UPDATE");
    private static readonly IStatement Idempotent = new SimpleStatement("UPDATE").SetIdempotence(true);

    [Theory]
    [InlineData(2, false, 0, Retry)]
    [InlineData(2, false, 1, Rethrow)]
    [InlineData(2, true, 0, Rethrow)]
    [InlineData(1, false, 0, Rethrow)]
    public void Default_ReadTimeout_RetriesOnceWhenOnlyTheDataIsMissing(int received, bool data, int retries, RetryDecision.RetryDecisionType expected) =>
        new DefaultRetryPolicy().OnReadTimeout(Plain, ConsistencyLevel.Quorum, 2, received, data, retries).DecisionType.Should().Be(expected);

    [Theory]
    [InlineData("BATCH_LOG", 0, Retry)]
    [InlineData("BATCH_LOG", 1, Rethrow)]
    [InlineData("SIMPLE", 0, Rethrow)]
    [InlineData("UNLOGGED_BATCH", 0, Rethrow)]
    public void Default_WriteTimeout_RetriesTheBatchLogOnly(string type, int retries, RetryDecision.RetryDecisionType expected) =>
        new DefaultRetryPolicy().OnWriteTimeout(Plain, ConsistencyLevel.Quorum, type, 2, 1, retries).DecisionType.Should().Be(expected);

    [Fact]
    public void Default_RequestError_GoesToTheNextHost()
    {
        var decision = new DefaultRetryPolicy().OnRequestError(Plain, Configuration, new SocketException(), 5);

        decision.DecisionType.Should().Be(Retry);
        decision.UseCurrentHost.Should().BeFalse();
    }

    [Fact]
    public void Default_TimeoutWithoutRetryOnTimeout_IsThrown()
    {
        var configuration = new Builder().WithQueryOptions(new QueryOptions().SetRetryOnTimeout(false)).GetConfiguration();
        var timeout = new OperationTimedOutException(new IPEndPoint(IPAddress.Loopback, 1), 1);

        new DefaultRetryPolicy().OnRequestError(Plain, configuration, timeout, 0).DecisionType.Should().Be(Rethrow);
        new DefaultRetryPolicy().OnRequestError(Plain, Configuration, timeout, 0).DecisionType.Should().Be(Retry);
    }

    [Fact]
    public void IdempotenceAware_Writes_AreRetriedOnlyWhenTheyMayRunTwice()
    {
        var policy = new IdempotenceAwareRetryPolicy(new DefaultRetryPolicy());

        policy.OnRequestError(Plain, Configuration, new SocketException(), 0).DecisionType.Should().Be(Rethrow);
        policy.OnRequestError(Idempotent, Configuration, new SocketException(), 0).DecisionType.Should().Be(Retry);
        policy.OnWriteTimeout(Plain, ConsistencyLevel.One, "BATCH_LOG", 1, 0, 0).DecisionType.Should().Be(Rethrow);
        policy.OnWriteTimeout(Idempotent, ConsistencyLevel.One, "BATCH_LOG", 1, 0, 0).DecisionType.Should().Be(Retry);
        policy.OnReadTimeout(Plain, ConsistencyLevel.One, 1, 1, false, 0).DecisionType.Should().Be(Retry);
    }

    [Fact]
    public void Downgrading_Unavailable_TakesWhatIsAlive()
    {
        var decision = DowngradingConsistencyRetryPolicy.Instance.OnUnavailable(Plain, ConsistencyLevel.All, 3, 2, 0);

        decision.DecisionType.Should().Be(Retry);
        decision.RetryConsistencyLevel.Should().Be(ConsistencyLevel.Two);
        DowngradingConsistencyRetryPolicy.Instance.OnUnavailable(Plain, ConsistencyLevel.All, 3, 0, 0).DecisionType.Should().Be(Rethrow);
    }

    [Fact]
    public void Fallthrough_Anything_IsThrown()
    {
        FallthroughRetryPolicy.Instance.OnReadTimeout(Idempotent, ConsistencyLevel.One, 1, 1, false, 0).DecisionType.Should().Be(Rethrow);
        FallthroughRetryPolicy.Instance.OnRequestError(Idempotent, Configuration, new SocketException(), 0).DecisionType.Should().Be(Rethrow);
    }
}

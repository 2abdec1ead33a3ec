namespace Cassandra;

/// <summary>The policies that a cluster works by.</summary>
public sealed class Policies
{
    /// <summary>Policies by their kinds; null takes the default.</summary>
    public Policies(
        ILoadBalancingPolicy? loadBalancingPolicy,
        IReconnectionPolicy? reconnectionPolicy,
        IRetryPolicy? retryPolicy,
        ISpeculativeExecutionPolicy? speculativeExecutionPolicy = null,
        ITimestampGenerator? timestampGenerator = null)
    {
        LoadBalancingPolicy = loadBalancingPolicy ?? DefaultLoadBalancingPolicy;
        ReconnectionPolicy = reconnectionPolicy ?? DefaultReconnectionPolicy;
        RetryPolicy = retryPolicy ?? DefaultRetryPolicy;
        SpeculativeExecutionPolicy = speculativeExecutionPolicy ?? DefaultSpeculativeExecutionPolicy;
        TimestampGenerator = timestampGenerator ?? new AtomicMonotonicTimestampGenerator();
    }

    /// <summary>Replicas first, then round robin through the local datacenter.</summary>
    public static ILoadBalancingPolicy DefaultLoadBalancingPolicy => new TokenAwarePolicy(new DCAwareRoundRobinPolicy());

    /// <summary>From one second to ten minutes, doubling.</summary>
    public static IReconnectionPolicy DefaultReconnectionPolicy => new ExponentialReconnectionPolicy(1000, 10 * 60 * 1000);

    /// <summary>Retries where another try is likely to help.</summary>
    public static IRetryPolicy DefaultRetryPolicy => new DefaultRetryPolicy();

    /// <summary>No speculation.</summary>
    public static ISpeculativeExecutionPolicy DefaultSpeculativeExecutionPolicy => NoSpeculativeExecutionPolicy.Instance;

    /// <summary>Which hosts a statement is sent to, in which order.</summary>
    public ILoadBalancingPolicy LoadBalancingPolicy { get; }

    /// <summary>When a lost host is tried again.</summary>
    public IReconnectionPolicy ReconnectionPolicy { get; }

    /// <summary>Which failures are tried again.</summary>
    public IRetryPolicy RetryPolicy { get; }

    /// <summary>When a slow request is sent to one more host.</summary>
    public ISpeculativeExecutionPolicy SpeculativeExecutionPolicy { get; }

    /// <summary>The write times of statements without one.</summary>
    public ITimestampGenerator TimestampGenerator { get; }
}

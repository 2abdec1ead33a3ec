namespace Cassandra;

/// <summary>One more host after each constant wait, up to a number.</summary>
public sealed class ConstantSpeculativeExecutionPolicy : ISpeculativeExecutionPolicy
{
    private readonly long delay;
    private readonly int maxSpeculativeExecutions;

    /// <summary>A policy with its wait in milliseconds and the executions beside the first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The wait or the number is not positive.</exception>
    public ConstantSpeculativeExecutionPolicy(long delay, int maxSpeculativeExecutions)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(delay);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxSpeculativeExecutions);
        this.delay = delay;
        this.maxSpeculativeExecutions = maxSpeculativeExecutions;
    }

    /// <inheritdoc />
    public void Initialize(ICluster cluster)
    {
    }

    /// <inheritdoc />
    public ISpeculativeExecutionPlan NewPlan(string? keyspace, IStatement statement) => new Plan(delay, maxSpeculativeExecutions);

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private sealed class Plan(long delay, int executions) : ISpeculativeExecutionPlan
    {
        private int left = executions;

        public long NextExecution(Host? lastQueried) => left-- > 0 ? delay : -1;
    }
}

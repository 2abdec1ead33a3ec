namespace Cassandra;

/// <summary>No speculation.</summary>
public sealed class NoSpeculativeExecutionPolicy : ISpeculativeExecutionPolicy
{
    /// <summary>The only one needed.</summary>
    public static readonly NoSpeculativeExecutionPolicy Instance = new();

    private static readonly ISpeculativeExecutionPlan Never = new NoPlan();

    private NoSpeculativeExecutionPolicy()
    {
    }

    /// <inheritdoc />
    public void Initialize(ICluster cluster)
    {
    }

    /// <inheritdoc />
    public ISpeculativeExecutionPlan NewPlan(string? keyspace, IStatement statement) => Never;

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private sealed class NoPlan : ISpeculativeExecutionPlan
    {
        public long NextExecution(Host? lastQueried) => -1;
    }
}

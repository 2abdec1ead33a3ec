namespace Cassandra;

/// <summary>When a slow request of an idempotent statement is sent to one more host.</summary>
public interface ISpeculativeExecutionPolicy : IDisposable
{
    /// <summary>Called once, when the cluster knows its hosts.</summary>
    void Initialize(ICluster cluster);

    /// <summary>The plan for one statement.</summary>
    ISpeculativeExecutionPlan NewPlan(string? keyspace, IStatement statement);
}

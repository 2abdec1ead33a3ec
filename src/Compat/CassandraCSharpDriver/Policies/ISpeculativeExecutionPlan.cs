namespace Cassandra;

/// <summary>When one statement is sent to more hosts.</summary>
public interface ISpeculativeExecutionPlan
{
    /// <summary>Milliseconds before the next execution, which starts on another host; 0 for at once, negative for never.</summary>
    long NextExecution(Host? lastQueried);
}

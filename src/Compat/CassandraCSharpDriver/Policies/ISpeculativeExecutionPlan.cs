namespace Cassandra;

/// <summary>When one statement is sent to more hosts.</summary>
public interface ISpeculativeExecutionPlan
{
    /// <summary>Milliseconds before the next execution, which starts on another host; zero or less for no further one.</summary>
    long NextExecution(Host? lastQueried);
}

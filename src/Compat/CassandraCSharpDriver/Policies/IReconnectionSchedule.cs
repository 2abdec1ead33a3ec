namespace Cassandra;

/// <summary>The waits between the tries to reach one host.</summary>
public interface IReconnectionSchedule
{
    /// <summary>Milliseconds before the next try.</summary>
    long NextDelayMs();
}

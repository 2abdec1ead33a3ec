namespace Cassandra;

/// <summary>When a lost host is tried again.</summary>
public interface IReconnectionPolicy
{
    /// <summary>The waits of one host that was lost.</summary>
    IReconnectionSchedule NewSchedule();
}

namespace Cassandra;

/// <summary>The kind of a batch; the numbers are those of the protocol.</summary>
public enum BatchType
{
    /// <summary>All of the batch is applied in the end, or none of it.</summary>
    Logged = 0,

    /// <summary>No batch log: atomic only within one partition.</summary>
    Unlogged = 1,

    /// <summary>A batch of counter updates.</summary>
    Counter = 2,
}

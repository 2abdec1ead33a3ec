namespace Cassandra;

/// <summary>The write times of statements without one.</summary>
public interface ITimestampGenerator
{
    /// <summary>The next write time in microseconds since 1970; <see cref="long.MinValue" /> leaves it to the server.</summary>
    long Next();
}

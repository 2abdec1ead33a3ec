namespace Lakehouse.Cassandra.TestHost;

/// <summary>An error that a node answered.</summary>
/// <param name="code">The protocol's code.</param>
/// <param name="message">The node's words.</param>
public sealed class CqlException(int code, string message) : Exception(message)
{
    /// <summary>The protocol's code, for example 0x0100 for a refused login.</summary>
    public int Code => code;
}

namespace Lakehouse.Cassandra.TestHost;

/// <summary>A node's process ended instead of serving.</summary>
internal sealed class NodeEndedException(string message) : Exception(message);

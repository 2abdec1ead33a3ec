using System.Net;

namespace Cassandra.Internal.Wire;

/// <summary>What a node tells those who registered.</summary>
internal abstract record ServerEvent;

/// <summary>UP or DOWN.</summary>
internal sealed record StatusChangeEvent(string Change, IPEndPoint Address) : ServerEvent;

/// <summary>NEW_NODE or REMOVED_NODE.</summary>
internal sealed record TopologyChangeEvent(string Change, IPEndPoint Address) : ServerEvent;

/// <summary>CREATED, UPDATED or DROPPED.</summary>
/// <param name="Change">What happened.</param>
/// <param name="Target">KEYSPACE, TABLE, TYPE, FUNCTION or AGGREGATE.</param>
/// <param name="Keyspace">The keyspace.</param>
/// <param name="Name">What changed in the keyspace; null when it is the keyspace itself.</param>
internal sealed record SchemaChangeEvent(string Change, string Target, string Keyspace, string? Name) : ServerEvent
{
    public const string OfKeyspace = "KEYSPACE";

    public const string OfTable = "TABLE";
}

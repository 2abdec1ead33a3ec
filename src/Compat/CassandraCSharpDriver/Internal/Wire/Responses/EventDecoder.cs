namespace Cassandra.Internal.Wire;

/// <summary>Makes an event of a message's bytes.</summary>
internal static class EventDecoder
{
    /// <summary>The event, or null for one that is not known here.</summary>
    /// <exception cref="DriverInternalError">The bytes break the protocol.</exception>
    public static ServerEvent? Decode(byte[] body)
    {
        var reader = new FrameReader(body);
        return reader.ReadString() switch
        {
            "STATUS_CHANGE" => new StatusChangeEvent(reader.ReadString(), reader.ReadEndPoint()),
            "TOPOLOGY_CHANGE" => new TopologyChangeEvent(reader.ReadString(), reader.ReadEndPoint()),
            "SCHEMA_CHANGE" => ReadSchemaChange(ref reader),
            _ => null,
        };
    }

    public static SchemaChangeEvent ReadSchemaChange(ref FrameReader reader)
    {
        var change = reader.ReadString();
        var target = reader.ReadString();
        var keyspace = reader.ReadString();
        return new SchemaChangeEvent(change, target, keyspace, target == "KEYSPACE" ? null : reader.ReadString());
    }
}

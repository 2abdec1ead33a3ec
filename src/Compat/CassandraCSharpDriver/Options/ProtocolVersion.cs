namespace Cassandra;

/// <summary>Versions of the binary protocol.</summary>
public enum ProtocolVersion : byte
{
    /// <summary>Cassandra 1.2.</summary>
    V1 = 0x01,

    /// <summary>Cassandra 2.0.</summary>
    V2 = 0x02,

    /// <summary>Cassandra 2.1.</summary>
    V3 = 0x03,

    /// <summary>Cassandra 2.2 and later.</summary>
    V4 = 0x04,

    /// <summary>Cassandra 4.0 and later, framed with checksums.</summary>
    V5 = 0x05,

    /// <summary>First version of DataStax Enterprise.</summary>
    DseV1 = 0x41,

    /// <summary>Second version of DataStax Enterprise.</summary>
    DseV2 = 0x42,

    /// <summary>No limit: the highest version that both sides speak.</summary>
    MaxSupported = DseV2,
}

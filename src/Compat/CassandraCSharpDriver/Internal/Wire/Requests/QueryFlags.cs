namespace Cassandra.Internal.Wire;

/// <summary>Which parameters follow, in the order of their bits but for <see cref="Names"/>.</summary>
[Flags]
internal enum QueryFlags
{
    None = 0,
    Values = 0x01,
    SkipMetadata = 0x02,
    PageSize = 0x04,
    PagingState = 0x08,
    SerialConsistency = 0x10,
    Timestamp = 0x20,
    Names = 0x40,
    Keyspace = 0x80,
}

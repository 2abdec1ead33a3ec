namespace Cassandra.Internal.Wire;

/// <summary>The versions of the protocol that are spoken here.</summary>
internal static class ProtocolVersions
{
    public const byte V4 = 4;
    public const byte V5 = 5;
}

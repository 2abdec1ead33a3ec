namespace Lakehouse.Cassandra.TestHost;

/// <summary>The protocol's numbers of the levels that set-up needs.</summary>
internal static class Consistency
{
    public const ushort One = 1;
    public const ushort All = 5;
}

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>Keys by their bytes.</summary>
internal sealed class KeyBytes : IEqualityComparer<byte[]>
{
    public static KeyBytes Comparer { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj)
    {
        var hash = default(HashCode);
        hash.AddBytes(obj);
        return hash.ToHashCode();
    }
}

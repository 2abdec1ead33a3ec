namespace Lakehouse.Pipelines.Internal.Sync;

/// <summary>Equality of encoded keys.</summary>
internal sealed class KeyBytes : IEqualityComparer<byte[]>
{
    public static KeyBytes Instance { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj)
    {
        var hash = default(HashCode);
        hash.AddBytes(obj);
        return hash.ToHashCode();
    }
}

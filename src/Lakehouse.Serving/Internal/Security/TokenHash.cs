using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>SHA-256 of a credential: what stands for it in memory, so that no dump of the cache holds one.</summary>
internal readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    private const int OnStack = 2_048;

    public static TokenHash Of(ReadOnlySpan<char> token)
    {
        var longest = Encoding.UTF8.GetMaxByteCount(token.Length);
        byte[]? rented = null;
        var bytes = longest <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(longest);
        Span<ulong> hash = stackalloc ulong[4];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(token, bytes)], MemoryMarshal.AsBytes(hash));
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return new(hash[0], hash[1], hash[2], hash[3]);
    }

    public void CopyTo(Span<byte> sha256)
    {
        Span<ulong> hash = [A, B, C, D];
        MemoryMarshal.AsBytes(hash).CopyTo(sha256);
    }

    /// <summary>The hash is random enough by itself.</summary>
    public override int GetHashCode() => (int)A;
}

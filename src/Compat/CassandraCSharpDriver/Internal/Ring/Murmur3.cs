using System.Buffers.Binary;
using System.Numerics;

namespace Cassandra.Internal.Ring;

/// <summary>The token of a partition under Murmur3Partitioner.</summary>
/// <remarks>
/// MurmurHash3 x64 128 with seed 0, of which the first half counts, with Cassandra's own turn: the bytes of the tail are signed, so that one above 0x7f
/// flips all higher bits of its word. The smallest long is no token; it becomes the largest.
/// </remarks>
internal static class Murmur3
{
    private const ulong C1 = 0x87c37b91114253d5;
    private const ulong C2 = 0x4cf5ad432745937f;
    private const int BlockSize = 16;

    internal static long Token(ReadOnlySpan<byte> key)
    {
        ulong h1 = 0;
        ulong h2 = 0;
        var tail = key;
        for (; tail.Length >= BlockSize; tail = tail[BlockSize..])
        {
            h1 ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(tail));
            h1 = ((BitOperations.RotateLeft(h1, 27) + h2) * 5) + 0x52dce729;
            h2 ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(tail[sizeof(ulong)..]));
            h2 = ((BitOperations.RotateLeft(h2, 31) + h1) * 5) + 0x38495ab5;
        }

        h2 ^= MixSecond(SignedWord(tail.Length > sizeof(ulong) ? tail[sizeof(ulong)..] : []));
        h1 ^= MixFirst(SignedWord(tail[..Math.Min(tail.Length, sizeof(ulong))]));
        h1 ^= (ulong)key.Length;
        h2 ^= (ulong)key.Length;
        h1 += h2;
        h2 += h1;
        var token = (long)(Avalanche(h1) + Avalanche(h2));
        return token == long.MinValue ? long.MaxValue : token;
    }

    private static ulong SignedWord(ReadOnlySpan<byte> bytes)
    {
        var word = 0L;
        for (var i = 0; i < bytes.Length; i++)
        {
            word ^= (long)(sbyte)bytes[i] << (8 * i);
        }

        return (ulong)word;
    }

    private static ulong MixFirst(ulong k) => BitOperations.RotateLeft(k * C1, 31) * C2;

    private static ulong MixSecond(ulong k) => BitOperations.RotateLeft(k * C2, 33) * C1;

    private static ulong Avalanche(ulong k)
    {
        k = (k ^ (k >> 33)) * 0xff51afd7ed558ccd;
        k = (k ^ (k >> 33)) * 0xc4ceb9fe1a85ec53;
        return k ^ (k >> 33);
    }
}

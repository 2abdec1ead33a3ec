using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Lakehouse.Online.Cache;

/// <summary>Keys by their bytes, also those that nobody has made an array of.</summary>
/// <remarks>Callers choose the keys, so the hash depends on numbers that each process draws anew: it folds products of eight bytes and a secret, as wyhash does.</remarks>
internal sealed class KeyComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    private readonly ulong seed = Draw();
    private readonly ulong secret = Draw() | 1;

    public static KeyComparer Instance { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = Fold(seed ^ (ulong)alternate.Length, secret);
        var rest = alternate;
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..]) hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest), secret);
        if (!rest.IsEmpty)
        {
            var last = 0UL;
            foreach (var b in rest) last = (last << 8) | b;
            hash = Fold(hash ^ last, secret);
        }

        return (int)(hash ^ (hash >> 32));
    }

    private static ulong Fold(ulong a, ulong b) => Math.BigMul(a, b, out var low) ^ low;

    private static ulong Draw()
    {
        var drawn = 0UL;
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(new Span<ulong>(ref drawn)));
        return drawn;
    }
}

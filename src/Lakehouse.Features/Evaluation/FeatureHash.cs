using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Lakehouse.Features.Evaluation;

/// <summary>Randomness as a function of (seed, id): sampling, splits and hash buckets (semantics §5).</summary>
public static class FeatureHash
{
    /// <summary>The first 13 hex digits of md5(utf8(seed + ":" + id)): 0 to 2^52 − 1.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "A spreading function that every engine has, not a safeguard.")]
    public static long Of(string seed, ReadOnlySpan<char> id)
    {
        var size = Encoding.UTF8.GetMaxByteCount(seed.Length + 1 + id.Length);
        var text = size <= 1024 ? stackalloc byte[size] : new byte[size];
        var length = Encoding.UTF8.GetBytes(seed, text);
        text[length++] = (byte)':';
        length += Encoding.UTF8.GetBytes(id, text[length..]);
        Span<byte> digest = stackalloc byte[16];
        MD5.HashData(text[..length], digest);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(digest) >> 12);
    }

    /// <summary>A number from 0 (inclusive) to 1 (exclusive): the hash / 2^52.</summary>
    public static double Unit(string seed, ReadOnlySpan<char> id) => Of(seed, id) / 4_503_599_627_370_496.0;

    /// <summary>The hash modulo <paramref name="count"/>: 0 to count − 1.</summary>
    public static long Bucket(string seed, ReadOnlySpan<char> id, long count) => Of(seed, id) % count;
}

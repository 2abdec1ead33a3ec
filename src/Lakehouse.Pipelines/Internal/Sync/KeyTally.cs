using System.Buffers.Binary;
using System.Security.Cryptography;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;

namespace Lakehouse.Pipelines.Internal.Sync;

/// <summary>Tells whether two sets of rows are equal, and if not about which keys they differ, in memory of fixed size.</summary>
/// <remarks>
/// 1. Each key has one of a million places, by its hash. A row of the one side adds its digest there (128 bits of SHA-256 over key, valid_from, known_at and contents), one of the other side takes it off.
/// 2. All places are zero when the sides are equal, in whatever order their rows came. Otherwise keys whose place is not zero are suspects: the wrong ones, and a few of their neighbours.
/// </remarks>
internal sealed class KeyTally(EntityViewDefinition view)
{
    private const int Places = 1 << 20;
    private readonly UInt128[] sums = new UInt128[Places];
    private readonly KeyCodec keys = new(view);
    private readonly RowCodec rows = new(view);

    public bool IsBalanced => Array.TrueForAll(sums, s => s == 0);

    public void Add(OnlineRow row)
    {
        var (place, digest) = Digest(row);
        sums[place] += digest;
    }

    public void Subtract(OnlineRow row)
    {
        var (place, digest) = Digest(row);
        sums[place] -= digest;
    }

    /// <summary>The key's bytes where its place is not zero; else null.</summary>
    public byte[]? Suspect(OnlineRow row)
    {
        var key = keys.Encode(row.Key);
        return sums[PlaceOf(key)] == 0 ? null : key;
    }

    private (int Place, UInt128 Digest) Digest(OnlineRow row)
    {
        var key = keys.Encode(row.Key);
        var contents = rows.Encode(row);
        var bytes = new byte[20 + key.Length + contents.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, key.Length);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(4), row.ValidFromMicros);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(12), row.KnownAtMicros);
        key.CopyTo(bytes, 20);
        contents.CopyTo(bytes, 20 + key.Length);
        return (PlaceOf(key), BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(bytes)));
    }

    private static int PlaceOf(byte[] key) => (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(key)) % Places);
}

namespace Lakehouse.Delta.Internal.DeletionVectors;

/// <summary>The checksum of deletion vectors: CRC-32 as in zip and Ethernet.</summary>
internal static class Crc32
{
    private const uint ReversedPolynomial = 0xEDB88320;
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Shift((uint)i, bits: 8))];

    /// <summary>The checksum.</summary>
    public static uint Of(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data) crc = (crc >> 8) ^ Table[(byte)(crc ^ b)];
        return ~crc;
    }

    private static uint Shift(uint value, int bits)
    {
        for (var i = 0; i < bits; i++) value = (value >> 1) ^ ((value & 1) * ReversedPolynomial);
        return value;
    }
}

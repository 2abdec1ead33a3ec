namespace Cassandra.Internal.Wire;

/// <summary>The checksum of a segment's header.</summary>
internal static class Crc24
{
    private const int Initial = 0x875060;
    private const int Polynomial = 0x1974F0B;
    private const int Carry = 0x1000000;

    private static readonly int[] Table = [.. Enumerable.Range(0, 256).Select(Divide)];

    public static int Of(ReadOnlySpan<byte> bytes)
    {
        var crc = Initial;
        foreach (var value in bytes) crc = ((crc << 8) & 0xFFFFFF) ^ Table[((crc >> 16) ^ value) & 0xFF];
        return crc;
    }

    private static int Divide(int value)
    {
        var crc = value << 16;
        for (var bit = 0; bit < 8; bit++)
        {
            crc <<= 1;
            if ((crc & Carry) != 0) crc ^= Polynomial;
        }

        return crc;
    }
}

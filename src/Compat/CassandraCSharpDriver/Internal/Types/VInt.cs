using System.Numerics;

namespace Cassandra.Internal.Types;

/// <summary>Integers of one to nine bytes: the leading ones of the first byte count the bytes after it.</summary>
internal static class VInt
{
    private const int MaxBytes = 9;

    public static int SizeOf(ulong value) => Math.Min(MaxBytes, Math.Max(1, (64 - BitOperations.LeadingZeroCount(value) + 6) / 7));

    public static int Write(Span<byte> bytes, ulong value)
    {
        var size = SizeOf(value);
        for (var i = size - 1; i >= 0; i--, value >>= 8) bytes[i] = (byte)value;
        bytes[0] |= (byte)(0xFF << (MaxBytes - size));
        return size;
    }

    /// <summary>The value and its bytes.</summary>
    public static (ulong Value, int Size) Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) throw Short();
        var extra = BitOperations.LeadingZeroCount((uint)(byte)~bytes[0]) - 24;
        if (bytes.Length <= extra) throw Short();
        var value = extra >= 8 ? 0UL : bytes[0] & (0xFFUL >> extra);
        for (var i = 1; i <= extra; i++) value = (value << 8) | bytes[i];
        return (value, extra + 1);
    }

    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static DriverInternalError Short() => new("A variable-length integer in a value ends early");
}

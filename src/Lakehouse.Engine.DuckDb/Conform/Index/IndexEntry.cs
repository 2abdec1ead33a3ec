using System.Buffers.Binary;

namespace Lakehouse.Engine.DuckDb.Conform.Index;

/// <summary>An event id's hash and the hour of its event time, packed into 64 bits that sort by hash.</summary>
/// <remarks>With 37 bits of hash one id in thousands meets another's among a hundred million; that costs a needless look at an hour of silver, never a wrong answer.</remarks>
internal static class IndexEntry
{
    /// <summary>No entry is this.</summary>
    public const ulong None = ulong.MaxValue;

    private const int HourBits = 27;
    private const long HourMicros = 3_600_000_000;

    /// <summary>Hours from 0001-01-01 to the epoch.</summary>
    private const long EpochHour = 17_259_888;

    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD6E8FEB86659FD93;

    /// <summary>The entry of an event.</summary>
    public static ulong Of(ReadOnlySpan<byte> id, long timeMicros)
    {
        var (hour, rest) = Math.DivRem(timeMicros, HourMicros);
        return Least(id) | (ulong)((rest < 0 ? hour - 1 : hour) + EpochHour);
    }

    /// <summary>The least entry of an id.</summary>
    public static ulong Least(ReadOnlySpan<byte> id) => Hash(id) >> HourBits << HourBits;

    /// <summary>True when two entries are of ids with equal hashes.</summary>
    public static bool HaveEqualHash(ulong left, ulong right) => left >> HourBits == right >> HourBits;

    /// <summary>The hour of an entry, as its first and last microsecond.</summary>
    public static (long From, long To) Hour(ulong entry)
    {
        var from = ((long)(entry & ((1UL << HourBits) - 1)) - EpochHour) * HourMicros;
        return (from, from + HourMicros - 1);
    }

    /// <summary>One step of the hash, which also makes checksums.</summary>
    public static ulong Mix(ulong state, ulong word)
    {
        var high = Math.BigMul(state ^ First, word ^ Second, out var low);
        return high ^ low ^ word;
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var state = (ulong)bytes.Length;
        for (; bytes.Length >= 8; bytes = bytes[8..]) state = Mix(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        var last = 0UL;
        foreach (var unit in bytes) last = (last << 8) | unit;
        return Mix(Mix(state, last), First);
    }
}

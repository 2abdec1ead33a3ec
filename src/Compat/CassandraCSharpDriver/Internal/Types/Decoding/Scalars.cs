using System.Net;
using System.Numerics;
using System.Text;
using static System.Buffers.Binary.BinaryPrimitives;

namespace Cassandra.Internal.Types;

/// <summary>The decoders of CLR types that CQL types without parts are read as.</summary>
internal static class Scalars
{
    private const int GuidBytes = 16;
    private const int MaxDecimalScale = 28;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly ValueDecoder[] All =
    [
        new ScalarDecoder<string>(0, ReadText, ColumnTypeCode.Varchar, ColumnTypeCode.Ascii, ColumnTypeCode.Text),
        new ScalarDecoder<byte[]>(0, static b => b.ToArray(), ColumnTypeCode.Blob, ColumnTypeCode.Custom, ColumnTypeCode.Udt, ColumnTypeCode.Tuple),
        new ScalarDecoder<long>(sizeof(long), static b => ReadInt64BigEndian(b), ColumnTypeCode.Bigint, ColumnTypeCode.Counter),
        new ScalarDecoder<int>(sizeof(int), static b => ReadInt32BigEndian(b), ColumnTypeCode.Int),
        new ScalarDecoder<short>(sizeof(short), static b => ReadInt16BigEndian(b), ColumnTypeCode.SmallInt),
        new ScalarDecoder<sbyte>(sizeof(sbyte), static b => (sbyte)b[0], ColumnTypeCode.TinyInt),
        new ScalarDecoder<double>(sizeof(double), static b => ReadDoubleBigEndian(b), ColumnTypeCode.Double),
        new ScalarDecoder<float>(sizeof(float), static b => ReadSingleBigEndian(b), ColumnTypeCode.Float),
        new ScalarDecoder<bool>(sizeof(bool), static b => b[0] != 0, ColumnTypeCode.Boolean),
        new ScalarDecoder<BigInteger>(0, static b => new BigInteger(b, isBigEndian: true), ColumnTypeCode.Varint),
        new ScalarDecoder<decimal>(0, ReadDecimal, ColumnTypeCode.Decimal),
        new ScalarDecoder<DateTimeOffset>(sizeof(long), ReadTimestamp, ColumnTypeCode.Timestamp),
        new ScalarDecoder<DateTime>(sizeof(long), static b => ReadTimestamp(b).UtcDateTime, ColumnTypeCode.Timestamp),
        new ScalarDecoder<Guid>(GuidBytes, static b => new Guid(b, bigEndian: true), ColumnTypeCode.Uuid, ColumnTypeCode.Timeuuid),
        new ScalarDecoder<TimeUuid>(GuidBytes, static b => new Guid(b, bigEndian: true), ColumnTypeCode.Timeuuid, ColumnTypeCode.Uuid),
        new ScalarDecoder<IPAddress>(0, ReadAddress, ColumnTypeCode.Inet),
        new ScalarDecoder<LocalDate>(sizeof(uint), static b => new LocalDate(ReadUInt32BigEndian(b)), ColumnTypeCode.Date),
        new ScalarDecoder<LocalTime>(sizeof(long), ReadTime, ColumnTypeCode.Time),
        new ScalarDecoder<Duration>(0, ReadDuration, ColumnTypeCode.Duration),
    ];

    private static readonly Dictionary<Type, ValueDecoder> ByType = All.ToDictionary(decoder => decoder.GetType().GetGenericArguments()[0]);

    public static ValueDecoder? For(Type type) => ByType.GetValueOrDefault(type);

    private static string ReadText(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new DriverInternalError("A value of text is not UTF-8", e);
        }
    }

    private static decimal ReadDecimal(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= sizeof(int)) throw new DriverInternalError("A value of decimal ends early");
        var scale = ReadInt32BigEndian(bytes);
        var unscaled = new BigInteger(bytes[sizeof(int)..], isBigEndian: true);
        if (scale is < -MaxDecimalScale or > MaxDecimalScale) throw OutOfRange("decimal", typeof(decimal));
        if (scale < 0) return (decimal)(unscaled * BigInteger.Pow(10, -scale));
        var magnitude = BigInteger.Abs(unscaled);
        if (magnitude.GetBitLength() > 96) throw OutOfRange("decimal", typeof(decimal));
        return new decimal((int)(uint)(magnitude & uint.MaxValue), (int)(uint)((magnitude >> 32) & uint.MaxValue), (int)(uint)(magnitude >> 64), unscaled.Sign < 0, (byte)scale);
    }

    private static DateTimeOffset ReadTimestamp(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(ReadInt64BigEndian(bytes));
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw OutOfRange("timestamp", typeof(DateTimeOffset), e);
        }
    }

    private static LocalTime ReadTime(ReadOnlySpan<byte> bytes) =>
        ReadInt64BigEndian(bytes) is >= 0 and < TimeSpan.TicksPerDay * TimeSpan.NanosecondsPerTick and var nanos
            ? new LocalTime(nanos)
            : throw new DriverInternalError("A value of time is no time of day");

    private static IPAddress ReadAddress(ReadOnlySpan<byte> bytes) =>
        bytes.Length is 4 or 16 ? new IPAddress(bytes) : throw new DriverInternalError($"A value of inet has {bytes.Length} bytes");

    private static Duration ReadDuration(ReadOnlySpan<byte> bytes)
    {
        var (months, first) = VInt.Read(bytes);
        var (days, second) = VInt.Read(bytes[first..]);
        var (nanos, _) = VInt.Read(bytes[(first + second)..]);
        try
        {
            return new Duration(checked((int)VInt.UnZigZag(months)), checked((int)VInt.UnZigZag(days)), VInt.UnZigZag(nanos));
        }
        catch (Exception e) when (e is OverflowException or ArgumentException)
        {
            throw new DriverInternalError("A value of duration has parts that no duration has", e);
        }
    }

    private static OverflowException OutOfRange(string cql, Type clr, Exception? cause = null) => new($"A value of {cql} is outside of the range of {clr}", cause);
}

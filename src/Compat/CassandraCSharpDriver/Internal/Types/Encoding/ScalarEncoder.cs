using System.Buffers.Binary;
using System.Net;
using System.Numerics;
using System.Text;
using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Types;

/// <summary>Writes values of types without parts.</summary>
internal static class ScalarEncoder
{
    private const int GuidBytes = 16;

    public static void Write(FrameWriter writer, object value, CqlType type)
    {
        switch (type.Code, value)
        {
            case (ColumnTypeCode.Ascii or ColumnTypeCode.Text or ColumnTypeCode.Varchar, string text):
                Encoding.UTF8.GetBytes(text, writer.Take(Encoding.UTF8.GetByteCount(text)));
                break;
            case (ColumnTypeCode.Blob or ColumnTypeCode.Custom or ColumnTypeCode.Udt, byte[] blob):
                writer.WriteRaw(blob);
                break;
            case (ColumnTypeCode.Bigint or ColumnTypeCode.Counter, long number):
                writer.WriteInt64(number);
                break;
            case (ColumnTypeCode.Int, int number):
                writer.WriteInt32(number);
                break;
            case (ColumnTypeCode.SmallInt, short number):
                BinaryPrimitives.WriteInt16BigEndian(writer.Take(sizeof(short)), number);
                break;
            case (ColumnTypeCode.TinyInt, sbyte number):
                writer.WriteByte((byte)number);
                break;
            case (ColumnTypeCode.Double, double number):
                BinaryPrimitives.WriteDoubleBigEndian(writer.Take(sizeof(double)), number);
                break;
            case (ColumnTypeCode.Float, float number):
                BinaryPrimitives.WriteSingleBigEndian(writer.Take(sizeof(float)), number);
                break;
            case (ColumnTypeCode.Boolean, bool truth):
                writer.WriteByte(truth ? (byte)1 : (byte)0);
                break;
            case (ColumnTypeCode.Varint, BigInteger number):
                WriteVarint(writer, number);
                break;
            case (ColumnTypeCode.Decimal, decimal number):
                WriteDecimal(writer, number);
                break;
            default:
                WriteTimeOrId(writer, value, type);
                break;
        }
    }

    private static void WriteTimeOrId(FrameWriter writer, object value, CqlType type)
    {
        switch (type.Code, value)
        {
            case (ColumnTypeCode.Timestamp, DateTimeOffset time):
                writer.WriteInt64(time.ToUnixTimeMilliseconds());
                break;
            case (ColumnTypeCode.Timestamp, DateTime time):
                var utc = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);
                writer.WriteInt64(new DateTimeOffset(utc).ToUnixTimeMilliseconds());
                break;
            case (ColumnTypeCode.Date, LocalDate date):
                writer.WriteInt32((int)date.DaysSinceEpochCentered);
                break;
            case (ColumnTypeCode.Time, LocalTime time):
                writer.WriteInt64(time.TotalNanoseconds);
                break;
            case (ColumnTypeCode.Duration, Duration duration):
                WriteDuration(writer, duration);
                break;
            case (ColumnTypeCode.Uuid or ColumnTypeCode.Timeuuid, Guid id):
                id.TryWriteBytes(writer.Take(GuidBytes), bigEndian: true, out _);
                break;
            case (ColumnTypeCode.Timeuuid or ColumnTypeCode.Uuid, TimeUuid id):
                id.ToGuid().TryWriteBytes(writer.Take(GuidBytes), bigEndian: true, out _);
                break;
            case (ColumnTypeCode.Inet, IPAddress address):
                writer.WriteRaw(address.GetAddressBytes());
                break;
            default:
                throw ValueEncoder.Mismatch(value, type);
        }
    }

    private static void WriteVarint(FrameWriter writer, BigInteger number) =>
        number.TryWriteBytes(writer.Take(number.GetByteCount()), out _, isUnsigned: false, isBigEndian: true);

    private static void WriteDecimal(FrameWriter writer, decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var unscaled = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        writer.WriteInt32(number.Scale);
        WriteVarint(writer, decimal.IsNegative(number) ? -unscaled : unscaled);
    }

    private static void WriteDuration(FrameWriter writer, Duration duration)
    {
        WriteSigned(writer, duration.Months);
        WriteSigned(writer, duration.Days);
        WriteSigned(writer, duration.Nanoseconds);
    }

    private static void WriteSigned(FrameWriter writer, long value)
    {
        var number = VInt.ZigZag(value);
        VInt.Write(writer.Take(VInt.SizeOf(number)), number);
    }
}

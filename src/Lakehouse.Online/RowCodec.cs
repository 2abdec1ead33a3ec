using System.Collections.Immutable;
using System.Text;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online.Internal;

namespace Lakehouse.Online;

/// <summary>A view's row as bytes, for every backend: event time, retraction and values; key, valid_from and known_at are the backend's columns.</summary>
/// <remarks>
/// 1. One byte format number, one byte flags (1 = retracted, 2 = has an event time), eight bytes event time when there is one.
/// 2. One bit per column, set where NULL; then the other values in order.
/// 3. int64, decimal and date as zigzag varints, timestamp and double in eight bytes, bool in one, string and binary with their length, a list with length and null bits.
/// </remarks>
public sealed class RowCodec
{
    /// <summary>Number of the format written.</summary>
    public const byte Format = 1;

    private const byte RetractedFlag = 1;
    private const byte EventTimeFlag = 2;

    private readonly VersionedName view;
    private readonly ImmutableArray<FeatureColumn> columns;
    private readonly ImmutableArray<TypeKind> kinds;

    /// <summary>The codec of a view's rows.</summary>
    public RowCodec(EntityViewDefinition view)
    {
        this.view = view.Id;
        columns = view.Columns;
        kinds = [.. columns.Select(c => c.Type.Kind)];
    }

    /// <summary>The bytes of a row.</summary>
    /// <exception cref="OnlineStoreException">The row has another number of values than the view has columns, or text that is not valid Unicode.</exception>
    public byte[] Encode(OnlineRow row)
    {
        if (row.Values.Length != columns.Length) throw new OnlineStoreException($"A row of {view} has {columns.Length} values, not {row.Values.Length}.");
        var bytes = ByteWriter.Emptied();
        bytes.Byte(Format);
        bytes.Byte((byte)((row.Retracted ? RetractedFlag : 0) | (row.EventTimeMicros is null ? 0 : EventTimeFlag)));
        if (row.EventTimeMicros is { } eventTime) bytes.Fixed64(eventTime);
        bytes.Bitmap<Value>(row.Values, v => v.IsNull);
        for (var i = 0; i < columns.Length; i++)
        {
            if (!row.Values[i].IsNull) Encode(bytes, row.Values[i], columns[i]);
        }

        return bytes.Written.ToArray();
    }

    /// <summary>The row of bytes that <see cref="Encode(OnlineRow)"/> gave.</summary>
    /// <exception cref="OnlineStoreException">The bytes are of another format, or damaged.</exception>
    public OnlineRow Decode(Value[] key, long validFromMicros, long knownAtMicros, ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        try
        {
            var format = reader.Byte();
            if (format != Format)
                throw new OnlineStoreException($"The online store holds a row of {view} in format {format}; this software reads format {Format}. Sync the view again.") { IsDamagedRow = true };
            var flags = reader.Byte();
            long? eventTime = (flags & EventTimeFlag) != 0 ? reader.Fixed64() : null;
            var nulls = reader.Take((columns.Length + 7) / 8);
            var values = new Value[columns.Length];
            for (var i = 0; i < values.Length; i++)
            {
                if (!ByteReader.IsSet(nulls, i)) values[i] = Decode(ref reader, kinds[i]);
            }

            // Bytes that are left over mean that a length was misread, and with it the values after it.
            return reader.AtEnd ? new(key, validFromMicros, eventTime, values, (flags & RetractedFlag) != 0, knownAtMicros) : throw Damaged(inner: null);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or DecoderFallbackException)
        {
            throw Damaged(e);
        }
    }

    private OnlineStoreException Damaged(Exception? inner) => new($"A row of {view} in the online store is damaged; sync the view again with --rebuild.", inner) { IsDamagedRow = true };

    private void Encode(ByteWriter bytes, Value value, FeatureColumn column)
    {
        switch (column.Type.Kind)
        {
            case TypeKind.Bool: bytes.Byte((byte)value.AsInt64); break;
            case TypeKind.Int64 or TypeKind.Decimal or TypeKind.Date: bytes.ZigZag(value.AsInt64); break;
            case TypeKind.Timestamp or TypeKind.Double: bytes.Fixed64(value.AsInt64); break;
            case TypeKind.String: Text(bytes, value.AsString, column); break;
            case TypeKind.Binary:
                bytes.Varint((ulong)value.AsBinary.Length);
                bytes.Bytes(value.AsBinary);
                break;
            case TypeKind.DoubleList:
                bytes.Varint((ulong)value.AsDoubleList.Length);
                bytes.Bitmap<double?>(value.AsDoubleList, x => x is null);
                foreach (var x in value.AsDoubleList)
                {
                    if (x is { } number) bytes.Fixed64(BitConverter.DoubleToInt64Bits(number));
                }

                break;
            default: throw new OnlineStoreException($"Column {column.Name} of {view} is {column.Type}; a feature cannot be of that type.");
        }
    }

    private static Value Decode(ref ByteReader reader, TypeKind kind)
    {
        switch (kind)
        {
            case TypeKind.Bool: return Value.Bool(reader.Byte() != 0);
            case TypeKind.Int64 or TypeKind.Decimal or TypeKind.Date: return Value.Int64(reader.ZigZag());
            case TypeKind.Timestamp: return Value.Int64(reader.Fixed64());
            case TypeKind.Double: return Value.Double(BitConverter.Int64BitsToDouble(reader.Fixed64()));
            case TypeKind.String: return Value.String(reader.Text());
            case TypeKind.Binary: return Value.Binary(reader.Counted().ToArray());
            default:
                var list = new double?[reader.Count(itemsPerByte: 8)];
                var nulls = reader.Take((list.Length + 7) / 8);
                for (var i = 0; i < list.Length; i++)
                {
                    if (!ByteReader.IsSet(nulls, i)) list[i] = BitConverter.Int64BitsToDouble(reader.Fixed64());
                }

                return Value.DoubleList(list);
        }
    }

    private void Text(ByteWriter bytes, string text, FeatureColumn column)
    {
        try
        {
            bytes.Text(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new OnlineStoreException($"Column {column.Name} of {view} holds text that is not valid Unicode.", e);
        }
    }
}

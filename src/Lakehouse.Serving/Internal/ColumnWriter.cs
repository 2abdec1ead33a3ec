using System.Buffers.Binary;
using System.Text;
using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Online.Sets;

namespace Lakehouse.Serving.Internal;

/// <summary>Writes a feature's values and statuses as a FeatureColumn.</summary>
internal readonly ref struct ColumnWriter(TypeKind kind, AnswerColumn column, int rows)
{
    private const byte Tag = 0x2A;
    private const byte StatusTag = 0x0A, DoublesTag = 0x12, IntegersTag = 0x1A, BoolsTag = 0x22, StringsTag = 0x2A, BinariesTag = 0x32, ListsTag = 0x3A;
    private const byte ListValuesTag = 0x0A, ListNullsTag = 0x12;

    public int Length() => checked(MessageWriter.SizeOf(rows) + kind switch
    {
        TypeKind.Bool => MessageWriter.SizeOf(rows),
        TypeKind.String or TypeKind.Binary or TypeKind.DoubleList => ElementsLength(),
        _ => MessageWriter.SizeOf(rows * sizeof(long)),
    });

    /// <summary>Writes it as a field of the answer.</summary>
    /// <param name="writer">The message.</param>
    /// <param name="counts">How often each status was written is added here.</param>
    public void WriteField(ref MessageWriter writer, scoped Span<long> counts)
    {
        writer.Begin(Tag, Length());
        Write(ref writer, counts);
    }

    private void Write(ref MessageWriter writer, scoped Span<long> counts)
    {
        if (rows == 0) return;
        writer.Begin(StatusTag, rows);
        var statuses = writer.Take(rows);
        switch (kind)
        {
            case TypeKind.Double: Eights(ref writer, DoublesTag, statuses); break;
            case TypeKind.Bool: Bools(ref writer, statuses); break;
            case TypeKind.String or TypeKind.Binary or TypeKind.DoubleList: Elements(ref writer, statuses); break;
            default: Eights(ref writer, IntegersTag, statuses); break;
        }

        Count(statuses, counts);
    }

    private static void Count(ReadOnlySpan<byte> statuses, Span<long> counts)
    {
        if (!statuses.ContainsAnyExcept((byte)FeatureStatus.Present))
        {
            counts[(int)FeatureStatus.Present] += statuses.Length;
            return;
        }

        foreach (var status in statuses) counts[status]++;
    }

    private static int ItemsLength(double?[] items) => checked(MessageWriter.SizeOf(items.Length * sizeof(double)) + (HasNull(items) ? MessageWriter.SizeOf(items.Length) : 0));

    private static bool HasNull(double?[] items) => Array.IndexOf(items, null) >= 0;

    private static void List(ref MessageWriter writer, double?[] items)
    {
        writer.Begin(ListsTag, ItemsLength(items));
        if (items.Length == 0) return;
        writer.Begin(ListValuesTag, items.Length * sizeof(double));
        var values = writer.Take(items.Length * sizeof(double));
        for (var i = 0; i < items.Length; i++) BinaryPrimitives.WriteDoubleLittleEndian(values[(i * sizeof(double))..], items[i] ?? 0);
        if (!HasNull(items)) return;
        writer.Begin(ListNullsTag, items.Length);
        var nulls = writer.Take(items.Length);
        for (var i = 0; i < items.Length; i++) nulls[i] = items[i] is null ? (byte)1 : (byte)0;
    }

    /// <summary>Numbers of eight bytes; what is not there is 0, as NULL's bits are.</summary>
    private void Eights(ref MessageWriter writer, byte tag, Span<byte> statuses)
    {
        writer.Begin(tag, rows * sizeof(long));
        column.ReadBits(statuses, writer.Take(rows * sizeof(long)));
    }

    private void Bools(ref MessageWriter writer, Span<byte> statuses)
    {
        writer.Begin(BoolsTag, rows);
        var values = writer.Take(rows);
        for (var row = 0; row < rows; row++)
        {
            statuses[row] = (byte)column.Read(row, out var value);
            values[row] = value.AsBool ? (byte)1 : (byte)0;
        }
    }

    private void Elements(ref MessageWriter writer, Span<byte> statuses)
    {
        for (var row = 0; row < rows; row++) statuses[row] = (byte)column.Read(row, out _);
        for (var row = 0; row < rows; row++)
        {
            _ = column.Read(row, out var value);
            switch (kind)
            {
                case TypeKind.String: writer.Text(StringsTag, value.IsNull ? "" : value.AsString); break;
                case TypeKind.Binary:
                    var bytes = value.IsNull ? [] : value.AsBinary;
                    writer.Begin(BinariesTag, bytes.Length);
                    writer.Bytes(bytes);
                    break;
                default: List(ref writer, value.IsNull ? [] : value.AsDoubleList); break;
            }
        }
    }

    private int ElementsLength()
    {
        var sum = 0;
        for (var row = 0; row < rows; row++)
        {
            _ = column.Read(row, out var value);
            sum = checked(sum + MessageWriter.SizeOfAny(value.IsNull ? 0 : kind switch
            {
                TypeKind.String => Encoding.UTF8.GetByteCount(value.AsString),
                TypeKind.Binary => value.AsBinary.Length,
                _ => ItemsLength(value.AsDoubleList),
            }));
        }

        return sum;
    }
}

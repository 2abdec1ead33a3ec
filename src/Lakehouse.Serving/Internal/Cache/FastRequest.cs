using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Lakehouse.Serving.Internal.Cache;

/// <summary>A plain request read where it lies: a set, key columns, perhaps an instant. Whatever is not plain, right or wrong, is left to the generated parser.</summary>
/// <remarks>Nothing is copied: columns are places in the request's bytes. One of text has a place for each value in <see cref="Scratch"/>, which belongs to the thread.</remarks>
internal ref struct FastRequest
{
    public const int MostColumns = 4;
    public const int MostRows = 1024;
    private const byte SetTag = 0x0A, KeysTag = 0x12, AtTag = 0x21, OmitSchemaTag = 0x28;
    private const byte NameTag = 0x0A, StringsTag = 0x12, IntegersTag = 0x1A;

    [ThreadStatic]
    private static int[]? scratch;

    private readonly ReadOnlySpan<byte> message;
    private Columns columns;

    private FastRequest(ReadOnlySpan<byte> message) => this.message = message;

    public ReadOnlySpan<byte> Set { get; private set; }

    public bool HasAt { get; private set; }

    public long At { get; private set; }

    public bool OmitSchema { get; private set; }

    public int ColumnCount { get; private set; }

    public int Rows { get; private set; }

    private static int[] Scratch => scratch ??= new int[MostColumns * MostRows * 2];

    /// <summary>Reads a message; false where it is not plain.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out FastRequest request)
    {
        request = new(message);
        return request.TryRead();
    }

    /// <summary>Which of the request's columns is which key of a set; false where they are not exactly the keys.</summary>
    public readonly bool TryMatch(ImmutableArray<FastKey> keys, Span<int> columnOf)
    {
        if (keys.Length != ColumnCount) return false;
        for (var key = 0; key < keys.Length; key++)
        {
            var column = 0;
            while (column < ColumnCount && !message.Slice(columns[column].Name, columns[column].NameLength).SequenceEqual(keys[key].Utf8Name)) column++;
            if (column == ColumnCount || columns[column].IsText != keys[key].IsText) return false;
            columnOf[key] = column;
        }

        // As many columns as keys and each key found: no column is left over, and none is there twice.
        return true;
    }

    /// <summary>A value of a column of text.</summary>
    public readonly ReadOnlySpan<byte> Text(int column, int row)
    {
        var at = ((column * MostRows) + row) * 2;
        return message.Slice(Scratch[at], Scratch[at + 1]);
    }

    /// <summary>A value of a column of numbers.</summary>
    public readonly long Number(int column, int row) => BinaryPrimitives.ReadInt64LittleEndian(message[(columns[column].Values + (row * sizeof(long)))..]);

    public readonly bool IsText(int column) => columns[column].IsText;

    private static bool TryLength(ReadOnlySpan<byte> bytes, ref int at, out int length)
    {
        length = 0;
        for (var shift = 0; shift < 28 && at < bytes.Length; shift += 7)
        {
            var b = bytes[at++];
            length |= (b & 0x7F) << shift;
            if (b < 0x80) return length <= bytes.Length - at;
        }

        return false;
    }

    private bool TryRead()
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = message[at++];
            switch (tag)
            {
                case SetTag when Set.IsEmpty && TryLength(message, ref at, out var length):
                    Set = message.Slice(at, length);
                    at += length;
                    break;
                case KeysTag when ColumnCount < MostColumns && TryLength(message, ref at, out var length) && TryColumn(at, at + length):
                    at += length;
                    break;
                case AtTag when !HasAt && message.Length - at >= sizeof(long):
                    (HasAt, At) = (true, BinaryPrimitives.ReadInt64LittleEndian(message[at..]));
                    at += sizeof(long);
                    break;
                case OmitSchemaTag when at < message.Length && message[at] <= 1:
                    OmitSchema = message[at++] == 1;
                    break;
                default: return false;
            }
        }

        return ColumnCount > 0 && Rows > 0;
    }

    private bool TryColumn(int at, int end)
    {
        ref var column = ref columns[ColumnCount];
        var (named, rows) = (false, 0);
        var inside = message[..end];
        while (at < end)
        {
            var tag = inside[at++];
            if (!TryLength(inside, ref at, out var length)) return false;
            switch (tag)
            {
                case NameTag when !named: (named, column.Name, column.NameLength) = (true, at, length); break;
                case IntegersTag when rows == 0 && length % sizeof(long) == 0:
                    (column.Values, column.IsText, rows) = (at, false, length / sizeof(long));
                    break;
                case StringsTag when rows < MostRows && (rows == 0 || column.IsText):
                    var place = ((ColumnCount * MostRows) + rows) * 2;
                    (Scratch[place], Scratch[place + 1], column.IsText) = (at, length, true);
                    rows++;
                    break;
                default: return false;
            }

            at += length;
        }

        if (!named || rows is 0 or > MostRows || (ColumnCount > 0 && rows != Rows)) return false;
        (Rows, ColumnCount) = (rows, ColumnCount + 1);
        return true;
    }

    private record struct Column(int Name, int NameLength, int Values, bool IsText);

    [System.Runtime.CompilerServices.InlineArray(MostColumns)]
    private struct Columns
    {
        private Column first;
    }
}

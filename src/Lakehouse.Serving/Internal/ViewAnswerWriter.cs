using System.Buffers.Binary;
using Lakehouse.Online;

namespace Lakehouse.Serving.Internal;

/// <summary>Writes what the rows of a view are as a ViewAnswer.</summary>
internal static class ViewAnswerWriter
{
    private const byte StaleTag = 0x08, EventTimeTag = 0x12, KnownAtTag = 0x1A;
    private const byte MicrosTag = 0x0A, PresentTag = 0x12;

    /// <param name="isStale">Whether the answer may lack what happened before the instant.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="marker">The marker, see <see cref="MarkerField"/>.</param>
    public static int Length(bool isStale, int rows, ReadOnlySpan<byte> marker) => checked((isStale ? 2 : 0) + (2 * MessageWriter.SizeOfAny(TimesLength(rows))) + marker.Length);

    public static void Write(ref MessageWriter writer, bool isStale, ReadOnlySpan<OnlineRow?> rows, ReadOnlySpan<byte> marker)
    {
        writer.Varint(StaleTag, isStale ? 1u : 0);
        Times(ref writer, EventTimeTag, rows, areKnownAt: false);
        Times(ref writer, KnownAtTag, rows, areKnownAt: true);
        writer.Bytes(marker);
    }

    private static int TimesLength(int rows) => checked(MessageWriter.SizeOf(rows * sizeof(long)) + MessageWriter.SizeOf(rows));

    private static void Times(ref MessageWriter writer, byte tag, ReadOnlySpan<OnlineRow?> rows, bool areKnownAt)
    {
        writer.Begin(tag, TimesLength(rows.Length));
        if (rows.IsEmpty) return;
        writer.Begin(MicrosTag, rows.Length * sizeof(long));
        var micros = writer.Take(rows.Length * sizeof(long));
        for (var row = 0; row < rows.Length; row++) BinaryPrimitives.WriteInt64LittleEndian(micros[(row * sizeof(long))..], Time(rows[row], areKnownAt) ?? 0);
        writer.Begin(PresentTag, rows.Length);
        var present = writer.Take(rows.Length);
        for (var row = 0; row < rows.Length; row++) present[row] = Time(rows[row], areKnownAt) is null ? (byte)0 : (byte)1;
    }

    private static long? Time(OnlineRow? row, bool isKnownAt) => isKnownAt ? row?.KnownAtMicros : row?.EventTimeMicros;
}

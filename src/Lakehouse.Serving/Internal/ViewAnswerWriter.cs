using System.Buffers.Binary;
using System.Text;
using Lakehouse.Online;
using Lakehouse.Online.Sets;

namespace Lakehouse.Serving.Internal;

/// <summary>Writes what the rows of a view are as a ViewAnswer.</summary>
internal static class ViewAnswerWriter
{
    private const byte StaleTag = 0x08, EventTimeTag = 0x12, KnownAtTag = 0x1A, MarkerTag = 0x22;
    private const byte MicrosTag = 0x0A, PresentTag = 0x12;
    private const byte GoldVersionTag = 0x09, MarkerKnownAtTag = 0x11, CompleteFromTag = 0x19, CompleteUntilTag = 0x21, DefinitionHashTag = 0x2A;

    public static int Length(ViewAnswer view) => checked(
        (view.IsStale ? 2 : 0) + (2 * MessageWriter.SizeOfAny(TimesLength(view.Rows.Length))) + (view.Marker is { } marker ? MessageWriter.SizeOfAny(Length(marker)) : 0));

    public static void Write(ref MessageWriter writer, ViewAnswer view)
    {
        writer.Varint(StaleTag, view.IsStale ? 1u : 0);
        Times(ref writer, EventTimeTag, view.Rows, static row => row?.EventTimeMicros);
        Times(ref writer, KnownAtTag, view.Rows, static row => row?.KnownAtMicros);
        if (view.Marker is not { } marker) return;
        writer.Begin(MarkerTag, Length(marker));
        writer.Fixed64(GoldVersionTag, marker.GoldVersion);
        writer.Fixed64(MarkerKnownAtTag, marker.KnownAtMicros);
        writer.Fixed64(CompleteFromTag, marker.CompleteFromMicros);
        writer.Fixed64(CompleteUntilTag, marker.CompleteUntilMicros);
        if (marker.DefinitionHash.Length > 0) writer.Text(DefinitionHashTag, marker.DefinitionHash);
    }

    private static int Length(OnlineMarker marker) =>
        Fixed64Length(marker.GoldVersion) + Fixed64Length(marker.KnownAtMicros) + Fixed64Length(marker.CompleteFromMicros) + Fixed64Length(marker.CompleteUntilMicros)
        + MessageWriter.SizeOf(Encoding.UTF8.GetByteCount(marker.DefinitionHash));

    private static int Fixed64Length(long value) => value == 0 ? 0 : 1 + sizeof(long);

    private static int TimesLength(int rows) => checked(MessageWriter.SizeOf(rows * sizeof(long)) + MessageWriter.SizeOf(rows));

    private static void Times(ref MessageWriter writer, byte tag, ReadOnlySpan<OnlineRow?> rows, Func<OnlineRow?, long?> time)
    {
        writer.Begin(tag, TimesLength(rows.Length));
        if (rows.IsEmpty) return;
        writer.Begin(MicrosTag, rows.Length * sizeof(long));
        var micros = writer.Take(rows.Length * sizeof(long));
        for (var row = 0; row < rows.Length; row++) BinaryPrimitives.WriteInt64LittleEndian(micros[(row * sizeof(long))..], time(rows[row]) ?? 0);
        writer.Begin(PresentTag, rows.Length);
        var present = writer.Take(rows.Length);
        for (var row = 0; row < rows.Length; row++) present[row] = time(rows[row]) is null ? (byte)0 : (byte)1;
    }
}

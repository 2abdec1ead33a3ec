using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Lakehouse.Online;
using Lakehouse.Online.Cache;
using Lakehouse.Online.Sets;
using Lakehouse.Serving.Internal.Telemetry;

namespace Lakehouse.Serving.Internal.Cache;

/// <summary>An answer put together from encoded rows of the near cache: the same bytes as <see cref="ServedAnswer"/> writes.</summary>
/// <remarks>
/// 1. It lies in arrays of the thread, which are filled, written and emptied without waiting in between: a call allocates nothing here.
/// 2. Sets whose columns do not follow the views', and many rows with columns of no fixed length, are left to <see cref="ServedAnswer"/>.
/// </remarks>
internal sealed class FastAnswer
{
    private const int Prefix = 5;
    private const byte RowsTag = 0x08, AtTag = 0x11, FeatureTag = 0x2A, ViewTag = 0x32, StatusTag = 0x0A;

    [ThreadStatic]
    private static FastAnswer? ofThread;

    private readonly long[] counts = new long[SetMetrics.Statuses];
    private OnlineRow?[] rows = [];
    private byte[]?[] encoded = [];
    private ViewPart[] parts = [];
    private FastSet set = null!;
    private long at;
    private int count;
    private bool isEncoded;

    /// <summary>The thread's, emptied by <see cref="Release"/>.</summary>
    public static FastAnswer OfThread => ofThread ??= new();

    /// <summary>Makes room.</summary>
    public void Begin(FastSet served, int rowCount, long atMicros)
    {
        (set, count, at) = (served, rowCount, atMicros);
        isEncoded = !served.Order.IsEmpty && (rowCount == 1 || served.IsFixed);
        if (parts.Length < served.Views.Length) parts = new ViewPart[served.Views.Length];
        var cells = rowCount * served.Views.Length;
        if (rows.Length < cells) (rows, encoded) = (new OnlineRow?[cells], new byte[]?[cells]);
        Array.Clear(counts);
        Array.Clear(parts);
    }

    /// <summary>A row of a view.</summary>
    public void Add(int view, int position, CachedRow found)
    {
        var cell = (view * count) + position;
        rows[cell] = found.Row;
        if (!isEncoded) return;
        var row = set.Views[view].Bytes.Of(found, at, counts);
        encoded[cell] = row.Bytes;
        parts[view].Withheld += row.Nulls;
    }

    /// <summary>What a view's rows were read under.</summary>
    public void End(int view, OnlineMarker marker) => parts[view] = parts[view] with { Marker = marker, IsStale = FeatureLookup.IsStale(marker, at), MarkerField = set.Set.Markers[view].Of(marker) };

    /// <summary>Writes the message behind its prefix, and counts the statuses of its values.</summary>
    public void Write(IBufferWriter<byte> output, bool omitSchema)
    {
        if (isEncoded) WriteEncoded(output, omitSchema);
        else WriteByValue(output, omitSchema);
    }

    /// <summary>Lets go of the rows.</summary>
    public void Release()
    {
        var cells = count * set.Views.Length;
        Array.Clear(rows, 0, cells);
        Array.Clear(encoded, 0, cells);
    }

    private static void WritePrefix(Span<byte> prefix, int length)
    {
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], length);
    }

    private void WriteByValue(IBufferWriter<byte> output, bool omitSchema)
    {
        var views = new ViewAnswer[set.Views.Length];
        for (var view = 0; view < views.Length; view++)
        {
            var of = rows.AsSpan(view * count, count).ToArray();
            views[view] = new(set.Set.Plan.Views[view], ViewRead.Of(new(parts[view].Marker, of), count, at), of, at);
        }

        var answer = new ServedAnswer(set.Set, set.Set.Plan.Answer(count, at, views), omitSchema);
        WritePrefix(output.GetSpan(Prefix), answer.Length);
        output.Advance(Prefix);
        answer.Write(output);
    }

    private void WriteEncoded(IBufferWriter<byte> output, bool omitSchema)
    {
        var identity = (omitSchema ? set.Set.Identity : set.Set.IdentityAndSchema).Span;
        var column = MessageWriter.SizeOf(count) + MessageWriter.SizeOf(count * sizeof(long));
        var length = LengthOf(identity.Length, column);
        var writer = new MessageWriter(output, Prefix + length);
        WritePrefix(writer.Take(Prefix), length);
        writer.Varint(RowsTag, (uint)count);
        writer.Fixed64(AtTag, at);
        writer.Bytes(identity);
        foreach (var view in set.Order)
        {
            if (count == 1) writer.Bytes(encoded[view]);
            else Columns(ref writer, view, column);
        }

        for (var view = 0; view < set.Views.Length; view++)
        {
            var part = parts[view];
            writer.Begin(ViewTag, ViewAnswerWriter.Length(part.IsStale, count, part.MarkerField));
            ViewAnswerWriter.Write(ref writer, part.IsStale, rows.AsSpan(view * count, count), part.MarkerField);
        }

        writer.Flush();
        set.Set.Metrics.AddValues(counts);
    }

    private int LengthOf(int identity, int column)
    {
        checked
        {
            var sum = identity + 1 + MessageWriter.SizeOfVarint((uint)count) + (at == 0 ? 0 : 1 + sizeof(long));
            for (var view = 0; view < set.Views.Length; view++)
            {
                sum += count == 1 ? encoded[view]!.Length : set.Views[view].Bytes.Columns * MessageWriter.SizeOfAny(column);
                sum += MessageWriter.SizeOfAny(ViewAnswerWriter.Length(parts[view].IsStale, count, parts[view].MarkerField));
            }

            return sum;
        }
    }

    /// <summary>Columns of eight bytes, gathered row by row from the rows' bytes. They lie in one block, each as long as the others.</summary>
    private void Columns(ref MessageWriter writer, int view, int length)
    {
        var of = encoded.AsSpan(view * count, count);
        var columns = set.Views[view].Bytes.Columns;
        var field = MessageWriter.SizeOfAny(length);
        var arePresent = parts[view].Withheld == 0;
        ref var statuses = ref Unsafe.NullRef<byte>();
        ref var values = ref Unsafe.NullRef<byte>();
        for (var column = 0; column < columns; column++)
        {
            writer.Begin(FeatureTag, length);
            writer.Begin(StatusTag, count);
            var place = writer.Take(count);
            if (arePresent) place.Fill((byte)FeatureStatus.Present);
            if (column == 0) statuses = ref MemoryMarshal.GetReference(place);
            writer.Begin(of[0]![(column * ViewBytes.Fixed) + ViewBytes.ValuesTagAt], count * sizeof(long));
            place = writer.Take(count * sizeof(long));
            if (column == 0) values = ref MemoryMarshal.GetReference(place);
        }

        for (var row = 0; row < of.Length; row++)
        {
            // Every row's bytes are of columns x Fixed bytes.
            ref var source = ref MemoryMarshal.GetArrayDataReference(of[row]!);
            ref var value = ref Unsafe.Add(ref values, row * sizeof(long));
            for (var column = 0; column < columns; column++)
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref value, column * field), Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref source, (column * ViewBytes.Fixed) + ViewBytes.ValueAt)));
            if (arePresent) continue;
            ref var status = ref Unsafe.Add(ref statuses, row);
            for (var column = 0; column < columns; column++) Unsafe.Add(ref status, column * field) = Unsafe.Add(ref source, (column * ViewBytes.Fixed) + ViewBytes.StatusAt);
        }
    }

    /// <summary>What is the same for all rows of a view.</summary>
    private record struct ViewPart(OnlineMarker Marker, bool IsStale, byte[] MarkerField, int Withheld);
}

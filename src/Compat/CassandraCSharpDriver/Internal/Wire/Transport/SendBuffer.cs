namespace Cassandra.Internal.Wire;

/// <summary>Messages joined for one write to the socket, in segments once v5 asks for them.</summary>
internal sealed class SendBuffer
{
    /// <summary>Joined up to here: more would save few system calls and delay the first message.</summary>
    private const int Full = 32 << 10;

    private readonly FrameWriter bytes = new(version: 0, capacity: 2 * Full);
    private int segmentStart = -1;

    /// <summary>Whether messages go into segments from now on; set between two messages.</summary>
    public bool Segmented { get; set; }

    public bool IsEmpty => bytes.Length == 0;

    public bool IsFull => bytes.Length >= Full;

    public void Clear() => bytes.Reset();

    /// <summary>Adds a whole message under a stream id.</summary>
    public void Append(ReadOnlySpan<byte> frame, short stream)
    {
        if (Segmented && frame.Length > Segment.MaxPayload)
        {
            AppendSlices(frame, stream);
            return;
        }

        if (Segmented && segmentStart >= 0 && PayloadLength + frame.Length > Segment.MaxPayload) CloseSegment();
        if (Segmented && segmentStart < 0) OpenSegment();
        Copy(frame, stream);
    }

    /// <summary>What is to be written to the socket.</summary>
    public ReadOnlyMemory<byte> Complete()
    {
        if (segmentStart >= 0) CloseSegment();
        return bytes.WrittenMemory;
    }

    private int PayloadLength => bytes.Length - segmentStart - Segment.HeaderSize;

    private void OpenSegment()
    {
        segmentStart = bytes.Length;
        bytes.Take(Segment.HeaderSize);
    }

    private void CloseSegment(bool selfContained = true)
    {
        var payload = PayloadLength;
        var trailer = bytes.Take(Segment.TrailerSize);
        Segment.WriteHeader(bytes.Written[segmentStart..], payload, selfContained);
        Segment.WriteTrailer(trailer, bytes.Written.Slice(segmentStart + Segment.HeaderSize, payload));
        segmentStart = -1;
    }

    /// <summary>A message that no segment can hold is cut; its parts share segments with no other message.</summary>
    private void AppendSlices(ReadOnlySpan<byte> frame, short stream)
    {
        if (segmentStart >= 0) CloseSegment();
        for (var start = 0; start < frame.Length; start += Segment.MaxPayload)
        {
            OpenSegment();
            var slice = frame.Slice(start, Math.Min(Segment.MaxPayload, frame.Length - start));
            if (start == 0) Copy(slice, stream);
            else bytes.WriteRaw(slice);
            CloseSegment(selfContained: false);
        }
    }

    private void Copy(ReadOnlySpan<byte> frame, short stream)
    {
        var start = bytes.Length;
        bytes.WriteRaw(frame);
        System.Buffers.Binary.BinaryPrimitives.WriteInt16BigEndian(bytes.Written[(start + FrameHeader.StreamOffset)..], stream);
    }
}

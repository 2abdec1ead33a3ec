namespace Cassandra.Internal.Wire;

/// <summary>Cuts what a node sends into messages; it never waits, so that nobody but the loop that receives does.</summary>
internal sealed class MessageReader(byte version)
{
    private const int VoidKind = 1;

    private static readonly byte[] VoidBody = [0, 0, 0, VoidKind];

    private readonly ByteSource received = new();
    private ByteSource? payloads;
    private FrameHeader begun;
    private byte[]? body;
    private int filled;

    /// <summary>From here on messages come in segments.</summary>
    public void StartSegments() => payloads = new ByteSource();

    /// <summary>Where the next bytes of the node are to be written.</summary>
    public Memory<byte> Room() => received.Room();

    /// <summary>Counts bytes that the node sent.</summary>
    /// <exception cref="EndOfStreamException">There are none: the node closed the connection.</exception>
    public void Add(int count)
    {
        if (count == 0) throw new EndOfStreamException("The node closed the connection");
        received.Add(count);
    }

    /// <summary>The next message, if all of it is there; the answer to every write is one shared array.</summary>
    /// <exception cref="DriverInternalError">The bytes are no message of this protocol.</exception>
    public bool TryRead(out FrameHeader header, out byte[] bytes)
    {
        if (payloads is not null) OpenSegments(payloads);
        var messages = payloads ?? received;
        (header, bytes) = (default, []);
        if (body is null && !TryBegin(messages)) return false;
        filled += messages.MoveTo(body.AsSpan(filled));
        if (filled < body!.Length) return false;
        (header, bytes) = (begun, body);
        (body, filled) = (null, 0);
        return true;
    }

    private bool TryBegin(ByteSource messages)
    {
        if (messages.Available.Length < FrameHeader.Size) return false;
        begun = FrameHeader.Read(messages.Available);
        if ((begun.Version & FrameHeader.ResponseBit) == 0) throw new DriverInternalError("A message of a node has the version of a request");
        if (begun.Length is < 0 or > FrameHeader.MaxLength) throw new DriverInternalError("A message of a node has an impossible length");
        var agreed = begun.Version == (version | FrameHeader.ResponseBit);
        if (!agreed && begun.Opcode != Opcode.Error) throw new DriverInternalError("A message of a node has a version that was not agreed on");
        messages.Consume(FrameHeader.Size);
        var isVoid = begun.Length == VoidBody.Length && messages.Available.StartsWith(VoidBody);
        body = begun.Length == 0 ? [] : isVoid ? VoidBody : GC.AllocateUninitializedArray<byte>(begun.Length);
        if (!isVoid) return true;
        filled = VoidBody.Length;
        messages.Consume(VoidBody.Length);
        return true;
    }

    /// <summary>Checks and joins the payloads of the segments that are there in full; messages may be cut anywhere between them.</summary>
    private void OpenSegments(ByteSource joined)
    {
        while (received.Available is { Length: >= Segment.HeaderSize } bytes)
        {
            var payload = Segment.ReadHeader(bytes);
            var whole = Segment.HeaderSize + payload + Segment.TrailerSize;
            if (bytes.Length < whole) return;
            var content = bytes.Slice(Segment.HeaderSize, payload);
            Segment.Verify(content, bytes.Slice(Segment.HeaderSize + payload, Segment.TrailerSize));
            joined.Append(content);
            received.Consume(whole);
        }
    }
}

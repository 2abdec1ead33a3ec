using System.Runtime.CompilerServices;

namespace Cassandra.Internal.Wire;

/// <summary>Cuts what a node sends into messages.</summary>
internal sealed class MessageReader(ByteSource source, byte version)
{
    private const int VoidKind = 1;

    private static readonly byte[] VoidBody = [0, 0, 0, VoidKind];

    private ByteSource source = source;

    /// <summary>From here on messages come in segments.</summary>
    public void StartSegments() => source = new SegmentSource(source);

    /// <summary>Whether a whole message is at hand.</summary>
    public bool HasMessage => source.Available is { Length: >= FrameHeader.Size } bytes && FrameHeader.Read(bytes).Length <= bytes.Length - FrameHeader.Size;

    /// <summary>The header of the next message.</summary>
    /// <exception cref="DriverInternalError">The bytes are no message of this protocol.</exception>
    /// <exception cref="EndOfStreamException">The node closed the connection.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<FrameHeader> ReadHeaderAsync()
    {
        while (source.Available.Length < FrameHeader.Size) await source.FillAsync();
        var header = FrameHeader.Read(source.Available);
        if ((header.Version & FrameHeader.ResponseBit) == 0) throw new DriverInternalError("A message of a node has the version of a request");
        if (header.Length is < 0 or > FrameHeader.MaxLength) throw new DriverInternalError("A message of a node has an impossible length");
        var agreed = header.Version == (version | FrameHeader.ResponseBit);
        if (!agreed && header.Opcode != Opcode.Error) throw new DriverInternalError("A message of a node has a version that was not agreed on");
        source.Consume(FrameHeader.Size);
        return header;
    }

    /// <summary>The body of the message whose header was read; the answer to every write is one shared array.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<byte[]> ReadBodyAsync(FrameHeader header)
    {
        if (header.Length == 0) return [];
        if (header.Length == VoidBody.Length && source.Available.StartsWith(VoidBody))
        {
            source.Consume(VoidBody.Length);
            return VoidBody;
        }

        var body = GC.AllocateUninitializedArray<byte>(header.Length);
        await source.ReadExactlyAsync(body);
        return body;
    }
}

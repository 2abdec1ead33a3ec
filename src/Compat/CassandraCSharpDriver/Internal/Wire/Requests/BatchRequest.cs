using Cassandra.Internal.Types;

namespace Cassandra.Internal.Wire;

/// <summary>Runs several statements as one.</summary>
internal sealed class BatchRequest(BatchType type, IReadOnlyList<BatchItem> items, QueryParameters parameters) : IRequest
{
    private const byte Text = 0;
    private const byte Prepared = 1;

    public Opcode Opcode => Opcode.Batch;

    public FrameFlags Flags => Wire.CustomPayload.FlagOf(CustomPayload) | (Tracing ? FrameFlags.Tracing : FrameFlags.None);

    /// <summary>Whether the server is to trace the request.</summary>
    public bool Tracing { get; init; }

    /// <summary>Bytes for the server's extensions.</summary>
    public IDictionary<string, byte[]>? CustomPayload { get; init; }

    public void Write(FrameWriter writer)
    {
        Wire.CustomPayload.Write(writer, CustomPayload);
        writer.WriteByte((byte)type);
        writer.WriteUInt16(items.Count);
        foreach (var item in items) WriteItem(writer, item);
        parameters.Write(writer);
    }

    private static void WriteItem(FrameWriter writer, BatchItem item)
    {
        writer.WriteByte(item.PreparedId is null ? Text : Prepared);
        if (item.PreparedId is not null) writer.WriteShortBytes(item.PreparedId);
        else writer.WriteLongString(item.Query!);
        if (item.Encoded is not null)
        {
            item.Encoded.Write(writer);
            return;
        }

        writer.WriteUInt16(item.Values.Length);
        for (var i = 0; i < item.Values.Length; i++) ValueEncoder.WriteValue(writer, item.Values[i], item.Markers?.TypeOf(i));
    }
}

namespace Cassandra.Internal.Wire;

/// <summary>Bytes by name that travel with a request for the server's own extensions.</summary>
internal static class CustomPayload
{
    public static FrameFlags FlagOf(IDictionary<string, byte[]>? payload) => payload is null ? FrameFlags.None : FrameFlags.CustomPayload;

    public static void Write(FrameWriter writer, IDictionary<string, byte[]>? payload)
    {
        if (payload is null) return;
        writer.WriteUInt16(payload.Count);
        foreach (var (name, bytes) in payload)
        {
            writer.WriteString(name);
            if (bytes is null) writer.WriteNull();
            else writer.WriteBytes(bytes);
        }
    }
}

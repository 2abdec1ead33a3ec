namespace Cassandra.Internal.Wire;

/// <summary>Makes an answer of a message's bytes.</summary>
internal static class ResponseDecoder
{
    private const int VoidKind = 1;
    private const int RowsKind = 2;
    private const int SetKeyspaceKind = 3;
    private const int PreparedKind = 4;
    private const int SchemaChangeKind = 5;

    private static readonly VoidResponse Nothing = new();

    /// <summary>Decodes an answer; <paramref name="known"/> are the columns that it is expected to have.</summary>
    /// <exception cref="DriverInternalError">The bytes break the protocol.</exception>
    public static Response Decode(FrameHeader header, byte[] body, RowSetMetadata? known = null)
    {
        var reader = new FrameReader(body);
        if ((header.Flags & FrameFlags.Compressed) != FrameFlags.None) throw new DriverInternalError("An answer is compressed, which nobody asked for");
        Guid? tracing = (header.Flags & FrameFlags.Tracing) != FrameFlags.None ? new Guid(reader.Take(16), bigEndian: true) : null;
        var warnings = (header.Flags & FrameFlags.Warning) != FrameFlags.None ? reader.ReadStringList() : null;
        if ((header.Flags & FrameFlags.CustomPayload) != FrameFlags.None) SkipPayload(ref reader);
        var response = DecodeBody(header, ref reader, body, known);
        if (warnings is null && tracing is null) return response;
        if (ReferenceEquals(response, Nothing)) response = new VoidResponse();
        response.Warnings = warnings ?? [];
        response.TracingId = tracing;
        return response;
    }

    private static Response DecodeBody(FrameHeader header, ref FrameReader reader, byte[] body, RowSetMetadata? known) => header.Opcode switch
    {
        Opcode.Result => DecodeResult(header.Version & ~FrameHeader.ResponseBit, ref reader, body, known),
        Opcode.Error => new ErrorResponse(ErrorDecoder.Decode(header.Version & ~FrameHeader.ResponseBit, ref reader)),
        Opcode.Ready => Nothing,
        Opcode.Authenticate => new AuthenticationResponse(AuthenticationStep.Required, reader.ReadString(), token: null),
        Opcode.AuthChallenge => new AuthenticationResponse(AuthenticationStep.Challenge, authenticator: null, reader.ReadBytes()),
        Opcode.AuthSuccess => new AuthenticationResponse(AuthenticationStep.Success, authenticator: null, reader.ReadBytes()),
        Opcode.Supported => new SupportedResponse(ReadOptions(ref reader)),
        _ => throw new DriverInternalError($"An answer has the unexpected kind {(byte)header.Opcode}"),
    };

    private static Response DecodeResult(int version, ref FrameReader reader, byte[] body, RowSetMetadata? known)
    {
        var kind = reader.ReadInt32();
        return kind switch
        {
            VoidKind => Nothing,
            RowsKind => ReadRows(ref reader, body, known),
            SetKeyspaceKind => new SetKeyspaceResponse(reader.ReadString()),
            PreparedKind => ReadPrepared(version, ref reader),
            SchemaChangeKind => new SchemaChangeResponse(EventDecoder.ReadSchemaChange(ref reader)),
            _ => throw new DriverInternalError($"A result has the unknown kind {kind}"),
        };
    }

    private static RowsResponse ReadRows(ref FrameReader reader, byte[] body, RowSetMetadata? known)
    {
        var (metadata, pagingState, changed) = MetadataReader.ReadOfRows(ref reader, known);
        return new RowsResponse(metadata, RowPage.Read(ref reader, body, metadata), pagingState, changed);
    }

    private static PreparedResponse ReadPrepared(int version, ref FrameReader reader)
    {
        var id = reader.ReadShortBytes();
        var resultId = version >= ProtocolVersions.V5 ? reader.ReadShortBytes() : null;
        var (variables, partitionKey) = MetadataReader.ReadOfMarkers(ref reader);
        var (result, _, _) = MetadataReader.ReadOfRows(ref reader, known: null, resultId);
        return new PreparedResponse(id, variables, partitionKey, result);
    }

    private static Dictionary<string, string[]> ReadOptions(ref FrameReader reader)
    {
        var options = new Dictionary<string, string[]>();
        for (var left = reader.ReadUInt16(); left > 0; left--) options[reader.ReadString()] = reader.ReadStringList();
        return options;
    }

    private static void SkipPayload(ref FrameReader reader)
    {
        for (var left = reader.ReadUInt16(); left > 0; left--)
        {
            reader.Skip(reader.ReadUInt16());
            reader.Skip(Math.Max(reader.ReadInt32(), 0));
        }
    }
}

using Cassandra.Internal.Types;

namespace Cassandra.Internal.Wire;

/// <summary>What QUERY and EXECUTE carry beside the statement.</summary>
/// <param name="Consistency">The consistency level.</param>
internal readonly record struct QueryParameters(ConsistencyLevel Consistency)
{
    /// <summary>Values of the markers in order, null, or <see cref="Unset"/>.</summary>
    public object?[] Values { get; init; } = [];

    /// <summary>The values in place of <see cref="Values"/>, when they were encoded as the statement was bound.</summary>
    public EncodedValues? Encoded { get; init; }

    /// <summary>Types of the markers; null leaves them to the CLR types of the values.</summary>
    public RowSetMetadata? Markers { get; init; }

    /// <summary>Names of the values, for a statement with named markers that is not prepared.</summary>
    public string[]? Names { get; init; }

    /// <summary>Rows of a page; 0 for no paging.</summary>
    public int PageSize { get; init; }

    /// <summary>Where the page before ended.</summary>
    public byte[]? PagingState { get; init; }

    /// <summary>The level of the reads of a conditional write.</summary>
    public ConsistencyLevel? SerialConsistency { get; init; }

    /// <summary>The time of the writes in microseconds since 1970.</summary>
    public long? TimestampMicros { get; init; }

    /// <summary>The keyspace of unqualified tables; sent in v5 only, to statements that are not prepared.</summary>
    public string? Keyspace { get; init; }

    /// <summary>Whether the answer may leave its columns out; safe in v5 only.</summary>
    public bool SkipMetadata { get; init; }

    public void Write(FrameWriter writer)
    {
        writer.WriteConsistency(Consistency);
        WriteFlags(writer, FlagsOf(writer.Version));
        if (Encoded is { Count: > 0 }) Encoded.Write(writer);
        else if (Values.Length > 0) WriteValues(writer);
        if (PageSize > 0) writer.WriteInt32(PageSize);
        if (PagingState is not null) writer.WriteBytes(PagingState);
        if (SerialConsistency is { } serial) writer.WriteConsistency(serial);
        if (TimestampMicros is { } micros) writer.WriteInt64(micros);
        if (Keyspace is not null && writer.Version >= ProtocolVersions.V5) writer.WriteString(Keyspace);
    }

    /// <summary>Flags are a byte in v4 and an int in v5.</summary>
    public static void WriteFlags(FrameWriter writer, QueryFlags flags)
    {
        if (writer.Version >= ProtocolVersions.V5) writer.WriteInt32((int)flags);
        else writer.WriteByte((byte)flags);
    }

    private QueryFlags FlagsOf(byte version)
    {
        var flags = QueryFlags.None;
        if (Values.Length > 0 || Encoded is { Count: > 0 }) flags |= QueryFlags.Values;
        if (Values.Length > 0 && Names is not null) flags |= QueryFlags.Names;
        if (SkipMetadata) flags |= QueryFlags.SkipMetadata;
        if (PageSize > 0) flags |= QueryFlags.PageSize;
        if (PagingState is not null) flags |= QueryFlags.PagingState;
        if (SerialConsistency is not null) flags |= QueryFlags.SerialConsistency;
        if (TimestampMicros is not null) flags |= QueryFlags.Timestamp;
        if (Keyspace is not null && version >= ProtocolVersions.V5) flags |= QueryFlags.Keyspace;
        return flags;
    }

    private void WriteValues(FrameWriter writer)
    {
        writer.WriteUInt16(Values.Length);
        for (var i = 0; i < Values.Length; i++)
        {
            if (Names is not null) writer.WriteString(Names[i]);
            ValueEncoder.WriteValue(writer, Values[i], Markers?.TypeOf(i));
        }
    }
}

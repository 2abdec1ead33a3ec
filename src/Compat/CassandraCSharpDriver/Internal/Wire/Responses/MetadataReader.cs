using Cassandra.Internal.Types;

namespace Cassandra.Internal.Wire;

/// <summary>Reads the descriptions of columns and markers.</summary>
internal static class MetadataReader
{
    private const int GlobalTable = 0x01;
    private const int MorePages = 0x02;
    private const int NoMetadata = 0x04;
    private const int MetadataChanged = 0x08;

    /// <summary>The smallest description of a column: an empty name and the code of a type.</summary>
    private const int MinColumnBytes = 2 * sizeof(ushort);

    /// <summary>The columns of a result, where its next page starts, and whether the columns changed.</summary>
    public static (RowSetMetadata Metadata, byte[]? PagingState, bool Changed) ReadOfRows(ref FrameReader reader, RowSetMetadata? known, byte[]? id = null)
    {
        var flags = reader.ReadInt32();
        var columns = reader.ReadInt32();
        var pagingState = (flags & MorePages) != 0 ? reader.ReadBytes() : null;
        var changed = (flags & MetadataChanged) != 0;
        if (changed) id = reader.ReadShortBytes();
        if ((flags & NoMetadata) == 0) return (ReadColumns(ref reader, flags, columns, known, changed ? id : id ?? known?.Id), pagingState, changed);
        var columnsKnown = known?.Columns.Length ?? 0;
        if (columns != columnsKnown) throw new DriverInternalError($"A result of {columns} columns comes without them, and {columnsKnown} are known");
        return (known ?? new RowSetMetadata([], [], id), pagingState, changed);
    }

    /// <summary>The markers of a statement, and which of them are the partition key.</summary>
    public static (RowSetMetadata Markers, int[] PartitionKey) ReadOfMarkers(ref FrameReader reader)
    {
        var flags = reader.ReadInt32();
        var markers = reader.ReadInt32();
        var partitionKey = new int[reader.ReadCount(reader.ReadInt32(), sizeof(ushort))];
        for (var i = 0; i < partitionKey.Length; i++)
        {
            partitionKey[i] = reader.ReadUInt16();
            if (partitionKey[i] >= markers) throw new DriverInternalError("A part of the partition key is no marker of its statement");
        }

        return (ReadColumns(ref reader, flags, markers, known: null, id: null), partitionKey);
    }

    private static RowSetMetadata ReadColumns(ref FrameReader reader, int flags, int count, RowSetMetadata? known, byte[]? id)
    {
        if (known is not null && known.Columns.Length == count && IsSame(ref reader, known, id)) return known;
        var start = reader.Position;
        var global = (flags & GlobalTable) != 0;
        var (keyspace, table) = global ? (reader.ReadString(), reader.ReadString()) : ("", "");
        var columns = new CqlColumn[reader.ReadCount(count, MinColumnBytes)];
        for (var i = 0; i < columns.Length; i++)
        {
            if (!global) (keyspace, table) = (reader.ReadString(), reader.ReadString());
            var name = reader.ReadString();
            columns[i] = Column(i, keyspace, table, name, CqlType.Read(ref reader));
        }

        return new RowSetMetadata(columns, reader.Since(start), id);
    }

    /// <summary>Answers of v4 repeat their columns each time: equal bytes mean equal columns, and nothing is decoded.</summary>
    private static bool IsSame(ref FrameReader reader, RowSetMetadata known, byte[]? id)
    {
        var length = known.DescriptionLength;
        if (length == 0 || !ReferenceEquals(known.Id, id) || reader.Remaining < length || !known.IsDescribedBy(reader.Rest[..length])) return false;
        reader.Skip(length);
        return true;
    }

    private static CqlColumn Column(int index, string keyspace, string table, string name, CqlType type) => new()
    {
        Index = index,
        Keyspace = keyspace,
        Table = table,
        Name = name,
        CqlType = type,
        TypeCode = type.Code,
        TypeInfo = ColumnInfo.Of(type),
        Type = ClrTypes.DefaultOf(type),
    };
}

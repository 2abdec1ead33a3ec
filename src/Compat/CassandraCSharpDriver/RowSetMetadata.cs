using Cassandra.Internal.Types;

namespace Cassandra;

/// <summary>The columns of a result, or the markers of a prepared statement.</summary>
public class RowSetMetadata
{
    private readonly byte[] description;
    private readonly Dictionary<string, int> indexes;

    internal RowSetMetadata(CqlColumn[] columns, ReadOnlySpan<byte> description, byte[]? id = null)
    {
        Columns = columns;
        Id = id;
        this.description = description.ToArray();
        indexes = new Dictionary<string, int>(columns.Length);
        foreach (var column in columns) indexes.TryAdd(column.Name, column.Index);
    }

    /// <summary>The columns or markers in order.</summary>
    public CqlColumn[] Columns { get; }

    /// <summary>What v5 calls this result, to be sent with each execution; null in v4.</summary>
    internal byte[]? Id { get; }

    internal CqlType? TypeOf(int index) => index < Columns.Length ? Columns[index].CqlType : null;

    internal bool TryIndexOf(string name, out int index) => indexes.TryGetValue(name, out index);

    /// <summary>Whether the bytes of a description say the same columns.</summary>
    internal bool IsDescribedBy(ReadOnlySpan<byte> bytes) => description.AsSpan().SequenceEqual(bytes);

    internal int DescriptionLength => description.Length;

    internal RowSetMetadata WithId(byte[]? id) => new(Columns, description, id);
}

using Lakehouse.Delta.Internal.Scanning.Footers;
using ParquetSharp;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Reads the footers of files that another program wrote: whether they fit the transaction's schema, and what the log says of them.</summary>
/// <param name="transaction">The transaction.</param>
internal sealed class ForeignFooters(Transaction transaction)
{
    private readonly StoredColumns stored = StoredColumns.Of(transaction);

    /// <summary>Rows and statistics of a file.</summary>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="localName">Where it is.</param>
    /// <exception cref="DeltaException">Its columns are not the schema's, or a NOT NULL column has a NULL.</exception>
    public (long Rows, string Stats) Read(string path, string localName)
    {
        using var reader = new ParquetFileReader(localName);
        using var metadata = reader.FileMetaData;
        using var root = metadata.Schema.GroupNode;
        RequireColumns(path, StoredTypeReader.Fields(root));
        if (metadata.NumRows == 0) return (0, "");
        var leaves = new List<LeafStatistics>();
        for (var column = 0; column < metadata.NumColumns; column++)
        {
            var descriptor = metadata.Schema.Column(column);
            var names = descriptor.Path.ToDotVector();
            if (descriptor.MaxRepetitionLevel > 0 || Find(names) is not (PrimitiveType type, var nullable)) continue;
            RequirePrecision(path, names, descriptor, type);
            var leaf = new ForeignLeaf(reader, column, names, type);
            if (!nullable && leaf.CountNulls() > 0) throw Unfit(path, $"column '{string.Join('.', names)}' is NOT NULL and has NULLs");
            if (stored.Indexed.Contains(names) && leaf.Statistics() is { } statistics) leaves.Add(statistics);
        }

        return (metadata.NumRows, LeafStatistics.ToJson(metadata.NumRows, leaves));
    }

    private (DeltaType Type, bool Nullable)? Find(IReadOnlyList<string> names)
    {
        var fields = stored.Physical;
        var nullable = true;
        TableColumn? found = null;
        foreach (var name in names)
        {
            found = fields.FirstOrDefault(f => f.Name == name);
            if (found is null) return null;

            // Inside a struct that may be NULL, a NULL is none of the field's own.
            nullable = found.Nullable || (names.Count > 1 && nullable);
            fields = found.Type is StructType s ? s.Fields : [];
        }

        return found is null ? null : (found.Type, nullable);
    }

    private void RequireColumns(string path, IReadOnlyList<StoredField> fields)
    {
        var missing = stored.Physical.Where(c => fields.All(f => f.Name != c.Name)).Select(c => c.Name).ToList();
        var unknown = fields.Where(f => stored.Physical.All(c => c.Name != f.Name)).Select(f => f.Name).ToList();
        if (missing.Count + unknown.Count > 0 || fields.Count != stored.Physical.Count)
            throw Unfit(path, $"missing [{string.Join(", ", missing)}], unknown [{string.Join(", ", unknown)}]");
        foreach (var column in stored.Physical)
        {
            if (!Fits(fields.First(f => f.Name == column.Name).Type, column.Type)) throw Unfit(path, $"column '{column.Name}' is not stored as {column.Type.DuckDbType}");
        }
    }

    private static bool Fits(StoredType file, DeltaType type) => (file, type) switch
    {
        (StoredLeaf { Kind: LeafKind.Int96 }, _) => false,
        (StoredLeaf { Kind: LeafKind.Int32 }, PrimitiveType { Name: "long" }) => false,
        (StoredLeaf { Kind: LeafKind.Bytes }, PrimitiveType p) => p.Name == "binary",
        (StoredLeaf { Kind: LeafKind.Text }, PrimitiveType p) => p.Name == "string",
        (StoredLeaf leaf, PrimitiveType p) => LeafRules.CanRead(leaf, p) && !LeafRules.IsWidened(leaf, p),
        (StoredList l, ArrayType a) => Fits(l.Element, a.Element),
        (StoredMap m, MapType t) => Fits(m.Key, t.Key) && Fits(m.MapValue, t.MapValue),
        (StoredStruct s, StructType t) => s.Fields.Count == t.Fields.Count && t.Fields.All(f => s.Fields.FirstOrDefault(g => g.Name == f.Name) is { } g && Fits(g.Type, f.Type)),
        _ => false,
    };

    private void RequirePrecision(string path, IReadOnlyList<string> names, ColumnDescriptor descriptor, PrimitiveType type)
    {
        if (ParquetLayout.DecimalParts(type.Name) is not var (precision, _)) return;
        using var logical = descriptor.LogicalType;
        if (logical is DecimalLogicalType number && number.Precision <= precision) return;
        throw Unfit(path, $"column '{string.Join('.', names)}' is not stored as {type.DuckDbType}");
    }

    private DeltaException Unfit(string path, string why) => new(
        DeltaErrorCode.SchemaMismatch,
        $"File '{path}' does not fit the schema of table '{transaction.Table.Path}': {why}. Nothing of it is visible; write exactly the table's columns.");
}

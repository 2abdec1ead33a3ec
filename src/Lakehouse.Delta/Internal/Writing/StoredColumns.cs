using System.Globalization;
using System.Text;
using System.Text.Json;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>How a table's columns lie in its data files: without partition columns, under physical names and with field ids where the table maps its columns.</summary>
internal sealed class StoredColumns
{
    /// <summary>File systems allow names of 255 bytes.</summary>
    private const int LongestDirectory = 240;

    private readonly string table;
    private readonly bool mapped;

    private StoredColumns(Transaction transaction)
    {
        table = transaction.Table.Path;
        IsMapped = mapped = transaction.ReadSnapshot is { } read && ProtocolGate.ColumnMappingMode(read.State) != "none";
        var metadata = transaction.Metadata;
        var partitions = metadata.PartitionColumns;
        Logical = [.. metadata.Schema.Columns.Where(c => !partitions.Contains(c.Name) && !IsVoid(c))];
        Partitions = [.. partitions.Select(p => metadata.Schema.Columns.First(c => c.Name == p))];
        Physical = [.. Logical.Select(Stored)];
        Indexed = IndexedLeaves.Of(metadata, Physical, Logical);
    }

    /// <summary>True when the table maps its columns.</summary>
    public bool IsMapped { get; }

    /// <summary>The data columns as the schema names them.</summary>
    public IReadOnlyList<TableColumn> Logical { get; }

    /// <summary>The same as files name them.</summary>
    public IReadOnlyList<TableColumn> Physical { get; }

    /// <summary>The partition columns, in the table's order of partitioning.</summary>
    public IReadOnlyList<TableColumn> Partitions { get; }

    /// <summary>Which leaves get statistics.</summary>
    public IndexedLeaves Indexed { get; }

    public static StoredColumns Of(Transaction transaction) => new(transaction);

    /// <summary>A column without a type holds nothing but NULL and is in no file.</summary>
    public static bool IsVoid(TableColumn column) => column.Type is PrimitiveType { Name: "void" };

    /// <summary>The name by which the log and the files know a column.</summary>
    public string Name(TableColumn column)
    {
        if (!mapped) return column.Name;
        return column.Metadata("delta.columnMapping.physicalName") is { ValueKind: JsonValueKind.String } name
            ? name.GetString()!
            : throw new DeltaException(DeltaErrorCode.Corrupt, $"Table '{table}' maps its columns, but column '{column.Name}' has no physical name in the schema.");
    }

    /// <summary>The same by a column's logical name; a name that the schema lacks stays as it is.</summary>
    public string StoredName(string logical) =>
        Logical.FirstOrDefault(c => string.Equals(c.Name, logical, StringComparison.OrdinalIgnoreCase)) is { } column ? Name(column) : logical;

    /// <summary>A column's field id, or null where columns are known by their names alone.</summary>
    public int? FieldId(TableColumn column) =>
        mapped && column.Metadata("delta.columnMapping.id") is { ValueKind: JsonValueKind.Number } id && id.TryGetInt32(out var number) ? number : null;

    /// <summary>The directory of a partition with a trailing slash: Hive's by convention, or none where names are mapped or become too long; it means nothing to readers.</summary>
    public string Directory(IReadOnlyList<string?> values)
    {
        var names = Partitions.Zip(values).Select(p => DeltaPath.PartitionDirectory(p.First.Name, p.Second)).ToList();
        return mapped || names.Any(n => Encoding.UTF8.GetByteCount(n) > LongestDirectory) ? "" : string.Concat(names.Select(n => n + "/"));
    }

    /// <summary>A SELECT of the stored columns from one of logical columns.</summary>
    public string Select(string source) =>
        $"SELECT {string.Join(", ", Logical.Select(c => $"{Value(c.Type, Identifier(c.Name), depth: 0)} AS {Identifier(Name(c))}"))} FROM ({source})";

    /// <summary>The COPY option that gives fields their ids, or nothing.</summary>
    public string FieldIdsOption => mapped ? $", FIELD_IDS {{{string.Join(", ", Logical.Select(FieldIds))}}}" : "";

    private TableColumn Stored(TableColumn column) => mapped ? column with { Name = Name(column), Type = Stored(column.Type) } : column;

    private DeltaType Stored(DeltaType type) => type switch
    {
        StructType s => new StructType([.. s.Fields.Select(Stored)]),
        ArrayType a => a with { Element = Stored(a.Element) },
        MapType m => m with { Key = Stored(m.Key), MapValue = Stored(m.MapValue) },
        _ => type,
    };

    private string Value(DeltaType type, string value, int depth) => type switch
    {
        _ when !mapped || !HasStruct(type) => value,
        StructType s => $"CASE WHEN {value} IS NULL THEN NULL ELSE struct_pack("
            + string.Join(", ", s.Fields.Select(f => $"{Identifier(Name(f))} := {Value(f.Type, $"struct_extract({value}, {Literal(f.Name)})", depth)}"))
            + ") END",
        ArrayType a => $"list_transform({value}, lambda e{depth}: {Value(a.Element, $"e{depth}", depth + 1)})",
        MapType m => $"map_from_entries(list_transform(map_entries({value}), lambda e{depth}: "
            + $"struct_pack(k := {Value(m.Key, $"e{depth}.key", depth + 1)}, v := {Value(m.MapValue, $"e{depth}.value", depth + 1)})))",
        _ => value,
    };

    private string FieldIds(TableColumn column) => $"{Identifier(Name(column))}: {FieldIds(column, column.Type)}";

    private string FieldIds(TableColumn? column, DeltaType type)
    {
        var own = column is null ? null : FieldId(column)?.ToString(CultureInfo.InvariantCulture);
        IEnumerable<string> inner = type switch
        {
            StructType s => s.Fields.Select(FieldIds),
            ArrayType a when HasStruct(a.Element) => [$"element: {FieldIds(column: null, a.Element)}"],
            MapType m => new[] { ("key", m.Key), ("value", m.MapValue) }.Where(p => HasStruct(p.Item2)).Select(p => $"{p.Item1}: {FieldIds(column: null, p.Item2)}"),
            _ => [],
        };
        var parts = (own is null ? inner : inner.Prepend($"__duckdb_field_id: {own}")).ToList();
        return type is PrimitiveType && own is not null ? own : $"{{{string.Join(", ", parts)}}}";
    }

    private static bool HasStruct(DeltaType type) => type switch
    {
        StructType => true,
        ArrayType a => HasStruct(a.Element),
        MapType m => HasStruct(m.Key) || HasStruct(m.MapValue),
        _ => false,
    };
}

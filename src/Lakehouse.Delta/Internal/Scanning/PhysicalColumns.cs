using System.Text.Json;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>Where a snapshot's columns lie in its files: their physical names or field ids, and which stand in the log only.</summary>
/// <remarks>
/// In mapping mode <c>id</c> a column of this library's own files is found by its field id and fields inside it by their physical names, as they are written; in foreign files
/// <see cref="Footers.ShapeBinder"/> finds both by their ids.
/// </remarks>
internal sealed class PhysicalColumns
{
    private readonly Snapshot snapshot;
    private readonly bool mapped;
    private readonly bool byId;
    private readonly HashSet<string> partitions;

    public PhysicalColumns(Snapshot snapshot)
    {
        this.snapshot = snapshot;
        var mode = ProtocolGate.ColumnMappingMode(snapshot.State);
        mapped = mode != "none";
        byId = mode == "id";
        partitions = snapshot.PartitionColumns.ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    public bool IsPartition(TableColumn column) => partitions.Contains(column.Name);

    /// <summary>The physical name, under which the log's partition values and statistics know the column.</summary>
    public string Name(TableColumn column) =>
        mapped && column.Metadata("delta.columnMapping.physicalName") is { ValueKind: JsonValueKind.String } name ? name.GetString()! : column.Name;

    /// <summary>The field id by which the column is found in files, or null where it is found by name.</summary>
    public int? FieldId(TableColumn column) =>
        byId && column.Metadata("delta.columnMapping.id") is { ValueKind: JsonValueKind.Number } id && id.TryGetInt32(out var number) ? number : null;

    /// <summary>How the reader finds the column in a file, as a SQL literal: a field id or a name.</summary>
    public string FileKey(TableColumn column) =>
        FieldId(column) is { } id ? $"{id}" : Literal(Name(column));

    /// <summary>The column's value in a file as the log has it.</summary>
    /// <exception cref="DeltaException">The log has none.</exception>
    public string? PartitionText(TableColumn column, DataFile file)
    {
        if (TryPartitionText(file.PartitionValues, Name(column), out var text)) return text;
        throw new DeltaException(
            DeltaErrorCode.Corrupt,
            $"Table '{snapshot.Table.Path}', version {snapshot.Version}: the log gives data file '{file.Key.Path}' no value of partition column '{column.Name}'. "
            + "Restore the log from a backup.");
    }

    /// <summary>A partition value by the column's physical name, ignoring case as the reader does for all names; false when there is none.</summary>
    public static bool TryPartitionText(IReadOnlyDictionary<string, string?> values, string physicalName, out string? text)
    {
        if (values.TryGetValue(physicalName, out text)) return true;
        var found = values.FirstOrDefault(v => string.Equals(v.Key, physicalName, StringComparison.OrdinalIgnoreCase));
        text = found.Value;
        return found.Key is not null;
    }

    /// <summary>The type to read, with physical names inside.</summary>
    public string FileType(TableColumn column) => Physical(column.Type).DuckDbType;

    /// <summary>The logical value of a value as read.</summary>
    public string FromFile(TableColumn column, string value) => mapped ? Logical(column.Type, value, depth: 0) : value;

    private DeltaType Physical(DeltaType type) => type switch
    {
        _ when !mapped => type,
        StructType s => new StructType([.. s.Fields.Select(f => f with { Name = Name(f), Type = Physical(f.Type) })]),
        ArrayType a => a with { Element = Physical(a.Element) },
        MapType m => m with { Key = Physical(m.Key), MapValue = Physical(m.MapValue) },
        _ => type,
    };

    private string Logical(DeltaType type, string value, int depth) => type switch
    {
        StructType s => $"CASE WHEN {value} IS NULL THEN NULL ELSE struct_pack("
            + string.Join(", ", s.Fields.Select(f => $"{Identifier(f.Name)} := {Logical(f.Type, $"struct_extract({value}, {Literal(Name(f))})", depth)}"))
            + ") END",
        ArrayType a when HasStruct(a.Element) => $"list_transform({value}, lambda e{depth}: {Logical(a.Element, $"e{depth}", depth + 1)})",
        MapType m when HasStruct(m.Key) || HasStruct(m.MapValue) =>
            $"map_from_entries(list_transform(map_entries({value}), lambda e{depth}: "
            + $"struct_pack(k := {Logical(m.Key, $"e{depth}.key", depth + 1)}, v := {Logical(m.MapValue, $"e{depth}.value", depth + 1)})))",
        _ => value,
    };

    private static bool HasStruct(DeltaType type) => type switch
    {
        StructType => true,
        ArrayType a => HasStruct(a.Element),
        MapType m => HasStruct(m.Key) || HasStruct(m.MapValue),
        _ => false,
    };
}

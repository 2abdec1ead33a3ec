using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Scanning.Footers;

/// <summary>Finds a table's columns in files of one shape and tells how to read them; what cannot be read without loss is refused.</summary>
/// <remarks>
/// 1. A field is found by its id in mapping mode <c>id</c>, else by its physical name: exactly, or ignoring case where that is unambiguous. This holds inside structs too.
/// 2. DuckDB's reader casts by itself, also where that would round or reinterpret; so stored and wanted types are compared first.
/// 3. Where it casts, it also casts the constants of conditions to the stored type, and loses their fractions; so wider types are cast to outside the reader.
/// 4. Structs are cast by their members' names where these are the logical ones, and rebuilt member by member where they are not.
/// </remarks>
internal sealed class ShapeBinder(Snapshot snapshot, PhysicalColumns physical, FileShape shape, DataFile sample)
{
    /// <summary>The column's name in the files and how to read it; null when the files do not have it.</summary>
    /// <param name="column">A column that is no partition column.</param>
    /// <param name="mayBeOld">Whether the files may hold dates or times from before the calendars agree.</param>
    /// <exception cref="DeltaException">The files hold it in a form that cannot be read as the column's type.</exception>
    public (string Name, ValuePlan Plan)? Bind(TableColumn column, bool mayBeOld)
    {
        if (column.Type is PrimitiveType { Name: "void" } || Find(shape.Fields, column) is not { } field) return null;
        return (field.Name, Plan(field.Type, column.Type, column.Name, mayBeOld));
    }

    private StoredField? Find(IReadOnlyList<StoredField> fields, TableColumn column)
    {
        if (physical.FieldId(column) is { } id && fields.Any(f => f.Id is not null)) return fields.FirstOrDefault(f => f.Id == id);
        if (physical.FieldId(column) is not null && ReferenceEquals(fields, shape.Fields) && fields.Count > 0)
            throw Refused($"has no field ids, by which column '{column.Name}' would be found");
        var name = physical.Name(column);
        if (fields.FirstOrDefault(f => f.Name == name) is { } exact) return exact;
        var similar = fields.Where(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        return similar.Count < 2 ? similar.FirstOrDefault() : throw Refused($"has several columns that could be '{name}', by case alone");
    }

    private ValuePlan Plan(StoredType stored, DeltaType type, string column, bool mayBeOld) => (stored, type) switch
    {
        (StoredLeaf leaf, PrimitiveType primitive) when LeafRules.CanRead(leaf, primitive) => Leaf(leaf, primitive, column, mayBeOld),
        (StoredStruct s, StructType t) => Struct(s, t, column, mayBeOld),
        (StoredList l, ArrayType a) => List(Plan(l.Element, a.Element, column, mayBeOld)),
        (StoredMap m, MapType t) => Map(Plan(m.Key, t.Key, column, mayBeOld), Plan(m.MapValue, t.MapValue, column, mayBeOld)),
        _ => throw Refused(
            $"stores column '{column}' as {Describe(stored)}, which cannot be read as {type.DuckDbType} without loss: an unsupported type change"),
    };

    private ValuePlan Leaf(StoredLeaf leaf, PrimitiveType type, string column, bool mayBeOld)
    {
        if (leaf.Kind == LeafKind.Bytes && type.Name == "string") return new ValuePlan("BLOB", (v, _) => $"decode({v})");
        if (leaf.Kind == LeafKind.Text && type.Name == "binary") return new ValuePlan("VARCHAR", (v, _) => $"encode({v})");
        var first = !mayBeOld ? null : leaf.Kind switch
        {
            LeafKind.Date when shape.Calendar.Dates => "1582-10-15",
            LeafKind.Timestamp when shape.Calendar.Dates && type.Name == "timestamp" => "1900-01-01",
            LeafKind.Int96 when shape.Calendar.Int96 && type.Name == "timestamp" => "1900-01-01",
            _ => null,
        };
        if (first is null) return LeafRules.IsWidened(leaf, type) ? new ValuePlan(leaf.DuckDbType, (v, _) => $"CAST({v} AS {type.DuckDbType})") : new ValuePlan(type.DuckDbType);
        var refusal = ScanRefusal.Sql(
            $"Table '{snapshot.Table.Path}': column '{column}' holds values before {first} in the hybrid Julian calendar of old Spark versions, or maybe so, which is not supported. "
            + "Rewrite the file with Spark 3. The file is",
            GroupSql.Reader);
        return new ValuePlan(type.DuckDbType, (v, _) => $"CASE WHEN {v} < CAST('{first}' AS {type.DuckDbType}) THEN {refusal} ELSE {v} END");
    }

    private ValuePlan Struct(StoredStruct stored, StructType type, string column, bool mayBeOld)
    {
        var members = type.Fields.Select(f => (
            Field: f,
            Stored: f.Type is PrimitiveType { Name: "void" } ? null : Find(stored.Fields, f),
            Path: $"{column}.{f.Name}")).ToList();
        var plans = members.Select(m => m.Stored is null ? null : Plan(m.Stored.Type, m.Field.Type, m.Path, mayBeOld)).ToList();
        var found = members.Zip(plans).Where(m => m.Second is not null).ToList();

        // Without a member in common the struct still says whether it is NULL itself.
        var asked = found.Count > 0
            ? found.Select(m => (m.First.Stored!.Name, m.Second!.Type)).Distinct()
            : stored.Fields.Take(1).Select(f => (f.Name, f.Type.DuckDbType));
        var byName = found.Count > 0 && found.All(m => m.Second!.Convert is null && string.Equals(m.First.Stored!.Name, m.First.Field.Name, StringComparison.OrdinalIgnoreCase));
        if (byName) return new ValuePlan(type.DuckDbType);
        return new ValuePlan(
            $"STRUCT({string.Join(", ", asked.Select(m => $"{Identifier(m.Item1)} {m.Item2}"))})",
            (v, depth) => $"CASE WHEN {v} IS NULL THEN NULL ELSE struct_pack("
                + string.Join(", ", members.Zip(plans, (m, plan) => $"{Identifier(m.Field.Name)} := {Member(v, m.Field, m.Stored, plan, depth)}"))
                + ") END");
    }

    private static string Member(string value, TableColumn field, StoredField? stored, ValuePlan? plan, int depth) => stored is null || plan is null
        ? $"CAST(NULL AS {field.Type.DuckDbType})"
        : plan.Of($"struct_extract({value}, {Literal(stored.Name)})", depth);

    private static ValuePlan List(ValuePlan element) => new(
        element.Type + "[]",
        element.Convert is null ? null : (v, depth) => $"list_transform({v}, lambda e{depth}: {element.Of($"e{depth}", depth + 1)})");

    private static ValuePlan Map(ValuePlan key, ValuePlan value) => new(
        $"MAP({key.Type}, {value.Type})",
        key.Convert is null && value.Convert is null
            ? null
            : (v, depth) => $"map_from_entries(list_transform(map_entries({v}), lambda e{depth}: "
                + $"struct_pack(k := {key.Of($"e{depth}.key", depth + 1)}, v := {value.Of($"e{depth}.value", depth + 1)})))");

    private static string Describe(StoredType type) => type is StoredLeaf { Kind: var kind } ? kind.ToString() : type.DuckDbType;

    private DeltaException Refused(string why) => new(
        DeltaErrorCode.UnsupportedFeature,
        $"Table '{snapshot.Table.Path}': data file '{sample.Key.Path}' {why}. Read a version that does not need it, or rewrite the file.");
}

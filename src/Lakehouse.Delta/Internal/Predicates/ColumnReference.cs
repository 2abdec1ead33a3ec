namespace Lakehouse.Delta.Internal.Predicates;

/// <summary>A column of a condition: one of the table's, or a field inside a struct column.</summary>
/// <param name="Column">The table's column.</param>
/// <param name="Fields">The fields from the column inwards; none for the column itself.</param>
internal sealed record ColumnReference(TableColumn Column, IReadOnlyList<TableColumn> Fields)
{
    public bool IsNested => Fields.Count > 0;

    public DeltaType Type => IsNested ? Fields[^1].Type : Column.Type;

    /// <summary>The text by which predicates name the column.</summary>
    public string Text => IsNested ? string.Join(".", Fields.Prepend(Column).Select(c => $"`{c.Name.Replace("`", "``")}`")) : Column.Name;

    /// <summary>The column that a text names, ignoring case: a column of the table, else a path <c>a.b</c> whose parts may stand in backticks; null when there is none.</summary>
    public static ColumnReference? Find(string text, TableSchema schema) =>
        schema.Find(text) is { } column ? new ColumnReference(column, []) : Find(Parts(text), schema);

    /// <summary>The column at a path of names, or null.</summary>
    public static ColumnReference? Find(IReadOnlyList<string> path, TableSchema schema)
    {
        if (schema.Find(path[0]) is not { } column) return null;
        var fields = new List<TableColumn>();
        foreach (var name in path.Skip(1))
        {
            var type = fields.Count == 0 ? column.Type : fields[^1].Type;
            if (type is not StructType structure || new TableSchema(structure.Fields).Find(name) is not { } field) return null;
            fields.Add(field);
        }

        return new ColumnReference(column, fields);
    }

    private static List<string> Parts(string text)
    {
        var parts = new List<string>();
        for (var at = 0; at <= text.Length; at++)
        {
            var end = at;
            if (at < text.Length && text[at] == '`')
            {
                for (end++; end < text.Length && (text[end] != '`' || (end + 1 < text.Length && text[end + 1] == '`')); end++)
                {
                    if (text[end] == '`') end++;
                }

                parts.Add(text[(at + 1)..Math.Min(end, text.Length)].Replace("``", "`"));
                at = end + 1;
                continue;
            }

            while (end < text.Length && text[end] != '.') end++;
            parts.Add(text[at..end]);
            at = end;
        }

        return parts;
    }
}

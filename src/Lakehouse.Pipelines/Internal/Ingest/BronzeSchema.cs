using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Pipelines.Internal.Ingest;

/// <summary>Bronze's columns: the source's own, then <c>_source_file</c> and <c>_source_row</c>; later files may add nullable ones at the end.</summary>
internal static class BronzeSchema
{
    private static readonly TableColumn[] Position =
    [
        new(ContractDefinition.SourceFileColumn, new PrimitiveType("string"), Nullable: false),
        new(ContractDefinition.SourceRowColumn, new PrimitiveType("long"), Nullable: false),
    ];

    private static readonly TableColumn CorruptRecord = new(ContractDefinition.CorruptRecordColumn, new PrimitiveType("string"));
    private static readonly TableColumn Removed = new(ContractDefinition.RemovedColumn, new PrimitiveType("boolean"));
    private static readonly string[] Integers = ["byte", "short", "integer", "long"];

    public static bool IsOwn(string column) =>
        column is ContractDefinition.SourceFileColumn or ContractDefinition.SourceRowColumn or ContractDefinition.CorruptRecordColumn or ContractDefinition.RemovedColumn;

    /// <summary>The schema that holds both what bronze has and what a file brings.</summary>
    /// <exception cref="JobException">A column of the file has another type than bronze's; the message names it.</exception>
    public static TableSchema Merge(TableSchema? bronze, IReadOnlyList<TableColumn> file, bool isText, bool replaces, string path)
    {
        var columns = new List<TableColumn>(bronze?.Columns ?? []);
        foreach (var column in file)
        {
            if (bronze?.Find(column.Name) is not { } known) columns.Add(column);
            else if (!Fits(column.Type, known.Type))
                throw new JobException(
                    1,
                    $"{path}: column {column.Name} is {column.Type.DuckDbType}, and bronze holds it as {known.Type.DuckDbType}. "
                    + "Convert the file, or ingest it as a source of its own.");
        }

        if (bronze is null) columns.AddRange(Position);
        if (isText && columns.All(c => c.Name != CorruptRecord.Name)) columns.Add(CorruptRecord);
        if (replaces && columns.All(c => c.Name != Removed.Name)) columns.Add(Removed);
        return columns.Count == bronze?.Columns.Count ? bronze : new TableSchema(columns);
    }

    /// <summary>A name that Delta tables may have: characters that they refuse become underscores.</summary>
    public static string LegalName(string name) => string.Concat(name.Select(c => " ,;{}()\n\t=".Contains(c) ? '_' : c));

    /// <exception cref="JobException">A name is empty, bronze's own, or there twice.</exception>
    public static void CheckNames(IReadOnlyList<string> names, string path)
    {
        if (names.FirstOrDefault(n => n.Length == 0) is not null) throw new JobException(1, $"{path}: column {names.ToList().IndexOf("") + 1} has no name. Name every column.");
        if (names.FirstOrDefault(IsOwn) is { } own) throw new JobException(1, $"{path}: column {own} has a name that bronze uses itself. Rename it.");
        if (names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new JobException(1, $"{path}: {twice.Count()} columns are named {twice.Key} (case and the characters ' ,;{{}}()=' do not count). Rename all but one.");
    }

    // Equal types, or a narrower one whose every value the column can hold.
    private static bool Fits(DeltaType file, DeltaType bronze)
    {
        if (file.DuckDbType == bronze.DuckDbType) return true;
        if (file is not PrimitiveType { Name: var from } || bronze is not PrimitiveType { Name: var to }) return false;
        if (Integers.Contains(from)) return Array.IndexOf(Integers, to) > Array.IndexOf(Integers, from);
        if (from == "float") return to == "double";
        return Digits(from) is var (p1, s1) && Digits(to) is var (p2, s2) && s2 >= s1 && p2 - s2 >= p1 - s1;
    }

    private static (int Precision, int Scale)? Digits(string type) =>
        type.StartsWith("decimal(", StringComparison.Ordinal) && type[8..^1].Split(',') is [var p, var s]
            ? (int.Parse(p, CultureInfo.InvariantCulture), int.Parse(s, CultureInfo.InvariantCulture))
            : null;
}

using System.Globalization;
using Lakehouse.Delta.Internal.Predicates;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>Renders predicates as DuckDB SQL.</summary>
internal static class PredicateSql
{
    private static readonly string[] Operators = ["=", "!=", "<", "<=", ">", ">="];

    /// <summary>The condition over the snapshot's logical columns.</summary>
    /// <exception cref="DeltaException">The schema lacks a column.</exception>
    public static string Render(ScanPredicate predicate, Snapshot snapshot) => Render(predicate, snapshot.Schema, Described(snapshot));

    /// <summary>The condition over a schema's columns.</summary>
    /// <exception cref="DeltaException">The schema lacks a column.</exception>
    public static string Render(ScanPredicate predicate, TableSchema schema, string table) => predicate switch
    {
        ComparePredicate p => $"({Name(p.Column, schema, table)} {Operator(p.Operator)} {Constant(p.Literal)})",
        CompareColumnsPredicate p => $"({Name(p.Left, schema, table)} {Operator(p.Operator)} {Name(p.Right, schema, table)})",
        LikePredicate p => $"({Name(p.Column, schema, table)} LIKE {Literal(p.Pattern)}{(p.Escape is { } c ? $" ESCAPE {Literal(c.ToString())}" : "")})",
        ConstantPredicate p => p.Value is { } met ? (met ? "true" : "false") : "CAST(NULL AS BOOLEAN)",
        InPredicate { Literals.Count: 0 } p => $"({Name(p.Column, schema, table)} IS NULL AND NULL)",
        InPredicate p => $"({Name(p.Column, schema, table)} IN ({string.Join(", ", p.Literals.Select(Constant))}))",
        IsNullPredicate p => $"({Name(p.Column, schema, table)} IS NULL)",
        AndPredicate p => $"({Render(p.Left, schema, table)} AND {Render(p.Right, schema, table)})",
        OrPredicate p => $"({Render(p.Left, schema, table)} OR {Render(p.Right, schema, table)})",
        NotPredicate p => $"(NOT {Render(p.Inner, schema, table)})",
        _ => throw new ArgumentException($"No SQL for a {predicate.GetType().Name}.", nameof(predicate)),
    };

    /// <summary>The table's columns that a condition reads.</summary>
    public static IEnumerable<string> Columns(ScanPredicate predicate, Snapshot snapshot) => predicate switch
    {
        ComparePredicate p => [Reference(p.Column, snapshot).Column.Name],
        CompareColumnsPredicate p => [Reference(p.Left, snapshot).Column.Name, Reference(p.Right, snapshot).Column.Name],
        LikePredicate p => [Reference(p.Column, snapshot).Column.Name],
        InPredicate p => [Reference(p.Column, snapshot).Column.Name],
        IsNullPredicate p => [Reference(p.Column, snapshot).Column.Name],
        AndPredicate p => Columns(p.Left, snapshot).Concat(Columns(p.Right, snapshot)),
        OrPredicate p => Columns(p.Left, snapshot).Concat(Columns(p.Right, snapshot)),
        NotPredicate p => Columns(p.Inner, snapshot),
        _ => [],
    };

    /// <summary>The column or field that a condition names.</summary>
    /// <exception cref="DeltaException">There is none.</exception>
    public static ColumnReference Reference(string name, Snapshot snapshot) =>
        ColumnReference.Find(name, snapshot.Schema) ?? throw NoColumn(name, snapshot.Schema, Described(snapshot));

    /// <summary>The schema's column of that name, ignoring case.</summary>
    /// <exception cref="DeltaException">There is none.</exception>
    public static TableColumn Column(string name, Snapshot snapshot) => snapshot.Schema.Find(name) ?? throw NoColumn(name, snapshot.Schema, Described(snapshot));

    private static string Described(Snapshot snapshot) => $"Table '{snapshot.Table.Path}', version {snapshot.Version},";

    private static DeltaException NoColumn(string name, TableSchema schema, string table) => new(
        DeltaErrorCode.SchemaMismatch,
        $"{table} has no column '{name}'; it has {string.Join(", ", schema.Columns.Select(c => c.Name))}.");

    private static string Name(string column, TableSchema schema, string table)
    {
        var reference = ColumnReference.Find(column, schema) ?? throw NoColumn(column, schema, table);
        return reference.Fields.Aggregate(Identifier(reference.Column.Name), (value, field) => $"struct_extract({value}, {Literal(field.Name)})");
    }

    private static string Operator(string text) =>
        Operators.Contains(text) ? text : throw new ArgumentException($"'{text}' is no comparison; write one of {string.Join(" ", Operators)}.");

    private static string Constant(object literal) => literal switch
    {
        bool b => b ? "true" : "false",
        int or long or short or sbyte => $"CAST({Convert.ToString(literal, CultureInfo.InvariantCulture)} AS BIGINT)",
        double d => $"CAST('{d.ToString("R", CultureInfo.InvariantCulture)}' AS DOUBLE)",
        decimal m => m.ToString(CultureInfo.InvariantCulture),
        WideDecimal w => WideConstant(w.Text),
        string s => Literal(s),
        DateOnly d => $"DATE '{d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'",
        DateTime t => $"TIMESTAMPTZ '{t.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}+00'",
        byte[] b => $"from_hex('{Convert.ToHexString(b)}')",
        _ => throw new ArgumentException($"A {literal.GetType().Name} cannot stand in a condition."),
    };

    private static string WideConstant(string text) => $"CAST({Literal(text)} AS DECIMAL(38, {(text.IndexOf('.') is >= 0 and var point ? text.Length - point - 1 : 0)}))";
}

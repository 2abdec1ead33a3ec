using Lakehouse.Delta.Internal.Scanning;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Makes a query fail at the first row that breaks one of the table's rules: NOT NULL at any depth, CHECK constraints, invariants.</summary>
/// <remarks>The rules ride on the first column as a CASE whose branches raise an error, so that rows are judged while they are written and in one pass.</remarks>
internal sealed class RowChecks
{
    private readonly string table;
    private readonly List<(string Broken, string Message)> rules = [];

    /// <param name="transaction">The transaction whose rows are checked.</param>
    /// <param name="required">A condition that all rows of this write must meet besides, or null.</param>
    public RowChecks(Transaction transaction, ScanPredicate? required)
    {
        table = transaction.Table.Path;
        var schema = transaction.Schema;
        foreach (var column in schema.Columns)
        {
            var name = Identifier(column.Name);
            if (!column.Nullable) AddNotNull(column.Name, $"{name} IS NULL");
            if (TextLimit.Of(column) is { } limit)
            {
                rules.Add((
                    $"length({name}) > {limit}",
                    $"Column '{column.Name}' of table '{table}' holds texts of at most {limit} characters, and rows have longer ones; nothing was written. Shorten them."));
            }

            AddInside(column.Name, column.Type, name, present: $"{name} IS NOT NULL", depth: 0, test: t => t);
        }

        if (required is not null)
        {
            rules.Add((
                $"({PredicateSql.Render(required, schema, $"Table '{table}'")}) IS NOT TRUE",
                $"Rows for table '{table}' lie outside the condition whose rows they replace; nothing was written. Leave them out, or widen the condition."));
        }

        foreach (var constraint in TableConstraints.Of(table, transaction.Metadata))
        {
            rules.Add((
                $"({PredicateSql.Render(constraint.Condition, schema, $"Table '{table}'")}) IS NOT TRUE",
                $"Rows break the constraint '{constraint.Name}' of table '{table}'; nothing was written. Correct or leave out those rows."));
        }
    }

    /// <summary>The value of the first column, or an error.</summary>
    public string Guard(string value) =>
        rules.Count == 0 ? value : $"CASE {string.Join(" ", rules.Select(r => $"WHEN {r.Broken} THEN {RowError.Sql(r.Message)}"))} ELSE {value} END";

    private void AddNotNull(string column, string broken) => rules.Add((
        broken, $"Column '{column}' of table '{table}' is NOT NULL, but rows have no value for it (an empty text is none in a partition column)."));

    /// <param name="path">The column's name so far.</param>
    /// <param name="type">Its type.</param>
    /// <param name="value">The SQL of its value.</param>
    /// <param name="present">When the value counts at all: a NULL struct has no fields.</param>
    /// <param name="depth">Of lambdas, for their parameters' names.</param>
    /// <param name="test">Carries a test of the value to the row: true when it holds for any element.</param>
    private void AddInside(string path, DeltaType type, string value, string present, int depth, Func<string, string> test)
    {
        switch (type)
        {
            case StructType s:
                foreach (var field in s.Fields)
                {
                    var inner = $"struct_extract({value}, {Literal(field.Name)})";
                    if (!field.Nullable) AddNotNull($"{path}.{field.Name}", test($"({present} AND {inner} IS NULL)"));
                    AddInside($"{path}.{field.Name}", field.Type, inner, $"{present} AND {inner} IS NOT NULL", depth, test);
                }

                break;
            case ArrayType a:
                AddElements($"{path}.element", a.Element, a.ContainsNull, value, depth, test);
                break;
            case MapType m:
                AddElements($"{path}.key", m.Key, nullable: false, $"map_keys({value})", depth, test);
                AddElements($"{path}.value", m.MapValue, m.ValueContainsNull, $"map_values({value})", depth, test);
                break;
        }
    }

    private void AddElements(string path, DeltaType type, bool nullable, string list, int depth, Func<string, string> test)
    {
        var element = $"e{depth}";
        string Any(string broken) => test($"coalesce(len(list_filter({list}, lambda {element}: {broken})), 0) > 0");
        if (!nullable) AddNotNull(path, Any($"{element} IS NULL"));
        AddInside(path, type, element, $"{element} IS NOT NULL", depth + 1, Any);
    }
}

using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb.Diff;
using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.Spark.Diff;

/// <summary>The rows that stand more often on one side than on the other, in Spark SQL.</summary>
/// <remarks>
/// 1. Rows are equal when their bits are. Spark's grouping makes zeros of both signs one, so a double is compared with its zero's sign beside it; nested values compare as JSON.
/// 2. Gold is brought into normal form before (semantics §2): per key sorted by valid_from and descending known_at the first row of each valid_from, then without rows that equal
///    the one before, and without retracted rows that have none.
/// </remarks>
/// <param name="columns">The compared columns in order.</param>
/// <param name="gold">Where gold's columns stand; null for any other table.</param>
/// <param name="frontierMicros">Gold rows beyond it are left out; null for all.</param>
internal sealed class DiffSql(IReadOnlyList<TableColumn> columns, GoldColumns? gold, long? frontierMicros)
{
    /// <summary>Column with how many more rows the left side has; negative for the right side.</summary>
    public const string Surplus = "__surplus";

    private const string ValidFrom = EntityViewDefinition.ValidFromColumn;

    /// <summary>The columns that <see cref="Between"/> reads.</summary>
    public IReadOnlyList<string> Needed { get; } = [.. columns.Select(c => c.Name), .. gold is null ? (IReadOnlyList<string>)[] : [EntityViewDefinition.KnownAtColumn]];

    /// <summary>The rows that differ: the columns, and <see cref="Surplus"/>.</summary>
    public string Between(string left, string right)
    {
        var values = string.Join(", ", columns.Select((c, i) => $"{Value(c)} AS {SqlText.Identifier(c.Name)}"));
        var identities = string.Join(", ", columns.SelectMany(Identity));
        return $"""
            SELECT {values}, sum(__side) AS {Surplus} FROM (SELECT *, 1L AS __side FROM ({Side(left)}) UNION ALL SELECT *, -1L FROM ({Side(right)}))
            GROUP BY {identities} HAVING sum(__side) <> 0
            """;
    }

    private string Side(string relation)
    {
        var names = string.Join(", ", columns.Select(c => SqlText.Identifier(c.Name)));
        if (gold is null) return $"SELECT {names} FROM {relation}";

        var keys = string.Join(", ", columns.Take(gold.Keys).Select(c => SqlText.Identifier(c.Name)));
        var rest = string.Join(", ", columns.Skip(gold.Keys + 1).SelectMany(Identity));
        var bound = frontierMicros is { } micros ? $"WHERE {ValidFrom} <= timestamp_micros({micros}L)" : "";
        return $"""
            SELECT {names} FROM (SELECT *, lag(__rest) OVER (PARTITION BY {keys} ORDER BY {ValidFrom}) AS __before
                FROM (SELECT {names}, struct({rest}) AS __rest,
                        lag({ValidFrom}) OVER (PARTITION BY {keys} ORDER BY {ValidFrom}, {EntityViewDefinition.KnownAtColumn} DESC) AS __same
                    FROM {relation} {bound})
                WHERE __same IS NULL OR __same <> {ValidFrom})
            WHERE CASE WHEN __before IS NULL THEN NOT {EntityViewDefinition.RetractedColumn} ELSE NOT (__before <=> __rest) END
            """;
    }

    /// <summary>A column of a group: a zero's sign went with the grouping, and nested values are no group of their own.</summary>
    private static string Value(TableColumn column)
    {
        var name = SqlText.Identifier(column.Name);
        return IsNested(column) ? $"first({name})" : IsFloating(column) ? $"CASE WHEN {NegativeZero(name)} THEN -{name} ELSE {name} END" : name;
    }

    private static IEnumerable<string> Identity(TableColumn column)
    {
        var name = SqlText.Identifier(column.Name);
        return IsNested(column) ? [$"to_json({name}, map('ignoreNullFields', 'false'))"] : IsFloating(column) ? [name, NegativeZero(name)] : [name];
    }

    private static string NegativeZero(string name) => $"CASE WHEN {name} = 0 THEN CAST({name} AS STRING) = '-0.0' ELSE FALSE END";

    private static bool IsNested(TableColumn column) => column.Type is not PrimitiveType;

    private static bool IsFloating(TableColumn column) => column.Type is PrimitiveType { Name: "double" or "float" };
}

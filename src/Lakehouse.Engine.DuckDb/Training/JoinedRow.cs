using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal.Rows;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>The SELECT of the joined rows, grown column by column; each call answers with the column's position in the row.</summary>
internal sealed class JoinedRow
{
    private readonly List<string> expressions = [];
    private readonly List<DataType> types = [];

    /// <summary>Types by position.</summary>
    public IReadOnlyList<DataType> Types => types;

    /// <summary>Adds a column of a joined table.</summary>
    public int Add(string table, string column, DataType type) => AddExpression($"{table}.{DuckDbSession.Identifier(column)}", type);

    /// <summary>Adds an expression.</summary>
    public int AddExpression(string expression, DataType type)
    {
        expressions.Add(ColumnTypes.Select(expression, type));
        types.Add(type);
        return types.Count - 1;
    }

    /// <summary>The query, in the spine's order.</summary>
    /// <param name="joined">Tables with <see cref="Spine.OrdinalColumn"/> to join.</param>
    public string Sql(IEnumerable<string> joined)
    {
        var joins = string.Concat(joined.Select(t => $" LEFT JOIN {t} ON {t}.{Spine.OrdinalColumn} = {Spine.Table}.{Spine.OrdinalColumn}"));
        return $"SELECT {string.Join(", ", expressions)} FROM {Spine.Table}{joins} ORDER BY {Spine.Table}.{Spine.RowColumn}";
    }
}

using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.Writing;
using Lakehouse.Delta.Operations;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>New values of columns as SQL, cast and checked.</summary>
/// <remarks>
/// 1. An inner SELECT evaluates each expression once, under a name of its own.
/// 2. The outer one casts it to the column's type. A number of a type that does not fit as a whole is cast there and back; when it comes back changed, the row fails.
/// </remarks>
internal sealed class AssignedValues
{
    private readonly List<(TableColumn Column, string Expression, DeltaType Type, string Name)> values = [];
    private readonly string table;

    /// <param name="table">The table, for messages.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="set">The assignments.</param>
    /// <param name="emptyRelation">A FROM clause without rows over which the expressions can be typed.</param>
    /// <param name="prefix">Of the inner names.</param>
    /// <param name="session">The session.</param>
    /// <param name="ct">Cancels.</param>
    public AssignedValues(string table, TableSchema schema, IReadOnlyList<Assignment> set, string emptyRelation, string prefix, DuckDbSession session, CancellationToken ct)
    {
        this.table = table;
        foreach (var assignment in set)
        {
            var column = schema.Find(assignment.Column)
                ?? throw new DeltaException(
                    DeltaErrorCode.SchemaMismatch,
                    $"Table '{table}' has no column '{assignment.Column}' to set; it has {string.Join(", ", schema.Columns.Select(c => c.Name))}.");
            if (values.Any(v => v.Column == column)) throw new DeltaException(DeltaErrorCode.SchemaMismatch, $"Column '{column.Name}' of table '{table}' is set twice.");
            var typed = session.Read($"SELECT typeof(({assignment.Expression})) FROM (SELECT 1) LEFT JOIN {emptyRelation}", SourceRelation.FirstRow, ct)[0];
            var type = DuckDbTypeText.Parse(typed);
            if (TypeFit.Misfit(column.Name, type, column.Type) is { } misfit && !(TypeFit.IsNumber(type) && TypeFit.IsNumber(column.Type)))
                throw new DeltaException(DeltaErrorCode.SchemaMismatch, $"The new value does not fit table '{table}': {misfit}. Cast it in the expression.");
            values.Add((column, assignment.Expression, type, $"{prefix}_{values.Count}"));
        }
    }

    /// <summary>The columns of the inner SELECT, evaluated where a condition holds.</summary>
    public IEnumerable<string> Inner(string when) => values.Select(v => $"CASE WHEN {when} THEN ({v.Expression}) END AS {v.Name}");

    /// <summary>The new value of a column in the outer SELECT, or null when it is not set.</summary>
    public string? Outer(TableColumn column)
    {
        var value = values.FirstOrDefault(v => v.Column == column);
        if (value.Name is null) return null;
        var cast = $"CAST({value.Name} AS {column.Type.DuckDbType})";
        if (TypeFit.Misfit(column.Name, value.Type, column.Type) is null) return cast;
        var message = $"A new value of column '{column.Name}' of table '{table}' would be rounded to {column.Type.DuckDbType}; nothing was written. "
            + "Round or cast it in the expression.";
        return $"CASE WHEN CAST({cast} AS {TypeFit.Described(value.Type)}) IS DISTINCT FROM {value.Name} THEN {RowError.Sql(message)} ELSE {cast} END";
    }
}

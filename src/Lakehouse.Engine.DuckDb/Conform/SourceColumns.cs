using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb.Internal.Rows;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>Which column of the source each column of the raw record is.</summary>
internal static class SourceColumns
{
    private static readonly string[] BronzeOwn =
        [ContractDefinition.SourceFileColumn, ContractDefinition.SourceRowColumn, ContractDefinition.CorruptRecordColumn, ContractDefinition.RemovedColumn];

    /// <summary>The source's column per raw column, checked for its type.</summary>
    /// <param name="source">The raw record.</param>
    /// <param name="table">The source's schema.</param>
    /// <param name="tableName">Its name in errors.</param>
    /// <exception cref="EngineException">A column is missing, has two matches, or another type.</exception>
    public static IReadOnlyList<TableColumn> Match(SourceDefinition source, TableSchema table, string tableName)
    {
        var candidates = table.Columns.Where(c => !BronzeOwn.Contains(c.Name)).ToList();
        return [.. source.Columns.Select(raw => Checked(source, raw, Find(raw, candidates, tableName), tableName))];
    }

    private static TableColumn Find(Field raw, List<TableColumn> candidates, string tableName)
    {
        if (candidates.Find(c => c.Name == raw.Name) is { } exact) return exact;
        var snake = SnakeCase.Of(raw.Name);
        var matches = candidates.FindAll(c => string.Equals(c.Name, snake, StringComparison.OrdinalIgnoreCase));
        return matches switch
        {
            [var only] => only,
            [] => throw new EngineException(
                $"{tableName} has no column for {raw.Name}: looked for '{raw.Name}', then '{snake}' ignoring case. It has {Names(candidates)}."),
            _ => throw new EngineException(
                $"{tableName} has {matches.Count} columns for {raw.Name}: {Names(matches)}. Name the property of the raw record exactly like one of them."),
        };
    }

    private static TableColumn Checked(SourceDefinition source, Field raw, TableColumn column, string tableName)
    {
        var wanted = source.Format.IsText ? DataType.String : raw.Type;
        if (ColumnTypes.FromDelta(column.Type) is { } found && Fits(found, wanted)) return column;
        throw new EngineException(
            $"Column '{column.Name}' of {tableName} is {ColumnTypes.Name(column.Type)}, but source {source.Name} declares {raw.Name} as {wanted}: "
            + "declare the type that the source has and convert it in the mapping.");
    }

    private static bool Fits(DataType found, DataType wanted) =>
        found == wanted
        || (found.Kind == TypeKind.Decimal && wanted.Kind == TypeKind.Decimal && found.Scale <= wanted.Scale && found.Precision - found.Scale <= wanted.Precision - wanted.Scale);

    private static string Names(IEnumerable<TableColumn> columns) => string.Join(", ", columns.Select(c => c.Name));
}

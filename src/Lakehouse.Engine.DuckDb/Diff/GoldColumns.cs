using Lakehouse.Delta;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Diff;

/// <summary>Where the columns of a gold table stand.</summary>
/// <param name="Keys">Number of key columns, which come first.</param>
internal sealed record GoldColumns(int Keys)
{
    private static readonly string[] Reserved =
        [EntityViewDefinition.ValidFromColumn, EntityViewDefinition.EventTimeColumn, EntityViewDefinition.RetractedColumn, EntityViewDefinition.KnownAtColumn];

    /// <summary>The layout of a gold table; null for any other table.</summary>
    public static GoldColumns? TryFind(TableSchema schema)
    {
        var names = schema.Columns.Select(c => c.Name).ToList();
        var keys = names.IndexOf(EntityViewDefinition.ValidFromColumn);
        return keys > 0 && Reserved.All(names.Contains) ? new(keys) : null;
    }
}

using Lakehouse.Catalog;

namespace Lakehouse.Cli.Output;

/// <summary>Planned or applied changes of definitions as rows.</summary>
internal static class ChangeRows
{
    public static IReadOnlyList<OutputColumn> Columns { get; } =
    [
        OutputColumn.Text("kind"), OutputColumn.Text("name"), OutputColumn.Text("action"), OutputColumn.Text("hash"), OutputColumn.Text("difference"),
    ];

    public static object?[] Of(PlannedChange change) =>
        [change.Kind, change.Id.ToString(), change.Action, change.Hash, change.Difference.Count == 0 ? null : string.Join("\n", change.Difference)];
}

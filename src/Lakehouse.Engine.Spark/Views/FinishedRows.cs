using Lakehouse.Engine.Spark.Dialect;

namespace Lakehouse.Engine.Spark.Views;

/// <summary>A SELECT with a view's values computed.</summary>
/// <param name="Values">The query, and its column per column of the view.</param>
/// <param name="Flags">Per column of the view, further BOOLEAN columns, never NULL, of which one that is TRUE makes it overflow.</param>
internal sealed record FinishedRows(Projection Values, IReadOnlyList<IReadOnlyList<string>> Flags);

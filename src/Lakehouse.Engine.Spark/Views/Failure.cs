using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Features;

namespace Lakehouse.Engine.Spark.Views;

/// <summary>What ends a run from inside a query rather than give a wrong value.</summary>
internal static class Failure
{
    /// <summary>A value that raises an error where a condition is TRUE; the message begins with the view's name.</summary>
    public static string When(string condition, string value, VersionedName view, string message) =>
        $"CASE WHEN {condition} THEN raise_error({SqlText.Literal($"Feature view {view}: {message}")}) ELSE {value} END";
}

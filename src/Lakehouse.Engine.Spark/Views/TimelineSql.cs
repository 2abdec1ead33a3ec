using Lakehouse.Engine.Spark.Dialect;

namespace Lakehouse.Engine.Spark.Views;

/// <summary>What the texts of window and state views have in common.</summary>
internal static class TimelineSql
{
    /// <summary>A gold row per row of a SELECT with ts, newest and the features; retracted rows have no values.</summary>
    /// <param name="finished">The rows with values.</param>
    /// <param name="columns">The names of the view's columns.</param>
    /// <param name="names">The view's names.</param>
    /// <param name="isWhole">True where every row has an event and every instant is silver's.</param>
    public static string Gold(FinishedRows finished, IReadOnlyList<string> columns, Names names, bool isWhole)
    {
        var present = isWhole ? "" : "newest IS NOT NULL AND ";
        var texts = new List<string> { names.KeysOut, "ts AS valid_from", "newest AS event_time" };
        var overflows = new List<(int Column, string Condition)>();
        for (var f = 0; f < columns.Count; f++)
        {
            var (value, overflow, unsure) = finished.Values.Columns[f];
            if (unsure is not null)
            {
                value = Failure.When(
                    unsure, value, names.View, $"column {columns[f]} needs more digits for some row than the distributed engine has: the embedded engine has them.");
            }

            string[] flags = [.. finished.Flags[f], .. overflow is null ? Array.Empty<string>() : [overflow]];
            var hidden = flags.Length == 0 ? (isWhole ? "" : "newest IS NOT NULL") : $"{present}NOT ({string.Join(" OR ", flags)})";
            texts.Add($"{(hidden.Length == 0 ? value : $"CASE WHEN {hidden} THEN {value} END")} AS {SqlText.Identifier(columns[f])}");
            if (flags.Length > 0) overflows.Add((f, $"({string.Join(" OR ", flags)})"));
        }

        texts.Add(isWhole ? "FALSE AS retracted" : "newest IS NULL AS retracted");
        texts.Add(isWhole ? $"FALSE AS {ViewSql.VanishedColumn}" : $"NOT is_given AS {ViewSql.VanishedColumn}");
        texts.Add($"{Overflows(overflows, present)} AS {ViewSql.OverflowColumn}");
        return $"SELECT {string.Join(",\n  ", texts)}\nFROM ({finished.Values.Sql}) finished";
    }

    private static string Overflows(List<(int Column, string Condition)> overflows, string present)
    {
        if (overflows.Count == 0) return "CAST(NULL AS ARRAY<INT>)";
        var any = string.Join(" OR ", overflows.Select(o => o.Condition));
        return $"CASE WHEN {present}({any}) THEN filter(array({string.Join(", ", overflows.Select(o => $"CASE WHEN {o.Condition} THEN {o.Column} END"))}), c -> c IS NOT NULL) END";
    }
}

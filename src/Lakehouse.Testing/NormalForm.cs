using Lakehouse.Features.Definitions;
using Lakehouse.Testing.Internal;

namespace Lakehouse.Testing;

/// <summary>The normal form of gold rows, by which two gold tables are equal (semantics §2).</summary>
public static class NormalForm
{
    /// <summary>The normal form, by key and valid_from, of the rows up to a frontier.</summary>
    /// <param name="view">The view.</param>
    /// <param name="rows">Gold rows in any order.</param>
    /// <param name="frontierMicros">Rows that hold from later are left out.</param>
    public static IReadOnlyList<ExpectedRow> Of(EntityViewDefinition view, IEnumerable<ExpectedRow> rows, long frontierMicros)
    {
        var order = KeyOrder.Of(view.Entity.Keys);
        var normal = new List<ExpectedRow>();
        foreach (var key in rows.Where(r => r.ValidFromMicros <= frontierMicros).GroupBy(r => r.Key, order).OrderBy(g => g.Key, order)) AppendKey(normal, key);
        return normal;
    }

    /// <summary>The first differences of two gold tables in words, at most <paramref name="limit"/>; empty where they are equal. They show values: for tests only.</summary>
    public static IReadOnlyList<string> Differences(
        EntityViewDefinition view, IEnumerable<ExpectedRow> expected, IEnumerable<ExpectedRow> actual, long frontierMicros, int limit = 10)
    {
        var order = KeyOrder.Of(view.Entity.Keys);
        IReadOnlyList<ExpectedRow> left = Of(view, expected, frontierMicros), right = Of(view, actual, frontierMicros);
        var lines = new List<string>();
        for (int i = 0, j = 0; (i < left.Count || j < right.Count) && lines.Count < limit;)
        {
            var side = i == left.Count ? 1 : j == right.Count ? -1 : Compare(order, left[i], right[j]);
            if (side < 0) lines.Add($"missing {RowDisplay.Of(view, left[i])}");
            else if (side > 0) lines.Add($"surplus {RowDisplay.Of(view, right[j])}");
            else if (!left[i].SaysTheSameAs(right[j])) lines.Add($"expected {RowDisplay.Difference(view, left[i], right[j])}");
            if (side <= 0) i++;
            if (side >= 0) j++;
        }

        return lines;
    }

    private static int Compare(KeyOrder order, ExpectedRow left, ExpectedRow right) =>
        order.Compare(left.Key, right.Key) is var keys and not 0 ? keys : left.ValidFromMicros.CompareTo(right.ValidFromMicros);

    private static void AppendKey(List<ExpectedRow> normal, IEnumerable<ExpectedRow> rows)
    {
        ExpectedRow? previous = null;
        foreach (var row in rows.GroupBy(r => r.ValidFromMicros).OrderBy(g => g.Key).Select(g => g.MaxBy(r => r.KnownAtMicros)!))
        {
            var isRepetition = previous is null ? row.Retracted : row.SaysTheSameAs(previous);
            if (isRepetition) continue;
            normal.Add(row with { KnownAtMicros = 0 });
            previous = row;
        }
    }
}

using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Diff;

/// <summary>Walks two sorted sequences of rows at once and keeps what stands on one side only.</summary>
internal sealed class SortedMerge(IReadOnlyList<ComparedColumn> columns, int limit)
{
    /// <summary>Name of the column that tells the sides apart.</summary>
    public const string SideColumn = "side";

    private readonly List<object?[]> first = [];

    /// <summary>Rows on one side only.</summary>
    public long Different { get; private set; }

    /// <summary>The first of them, in order.</summary>
    public IReadOnlyList<object?[]> First => first;

    /// <summary>Merges.</summary>
    public async Task RunAsync(IAsyncEnumerable<Value[]> left, IAsyncEnumerable<Value[]> right, CancellationToken ct)
    {
        await using var l = left.GetAsyncEnumerator(ct);
        await using var r = right.GetAsyncEnumerator(ct);
        var (hasLeft, hasRight) = (await l.MoveNextAsync(), await r.MoveNextAsync());
        while (hasLeft || hasRight)
        {
            var order = !hasLeft ? 1 : !hasRight ? -1 : Compare(l.Current, r.Current);
            if (order < 0) Add("left", l.Current);
            if (order > 0) Add("right", r.Current);
            if (order <= 0) hasLeft = await l.MoveNextAsync();
            if (order >= 0) hasRight = await r.MoveNextAsync();
        }
    }

    private int Compare(Value[] left, Value[] right)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Compare(left[i], right[i]) is not 0 and var order) return order;
        }

        return 0;
    }

    private void Add(string side, Value[] row)
    {
        Different++;
        if (first.Count < limit) first.Add([side, .. Shown(columns, row)]);
    }

    /// <summary>A row's values as .NET's.</summary>
    public static IEnumerable<object?> Shown(IReadOnlyList<ComparedColumn> columns, Value[] row) => row.Select((value, i) => ClrValues.ToClr(value, columns[i].Type));
}

namespace Lakehouse.Benchmarks;

/// <summary>Results of the bare loop: one array a column; where a count is 0 (for the deviation below 2) the column has no value.</summary>
internal sealed class BareBlock(int windows, int capacity)
{
    public int Count { get; set; }

    /// <summary>The key's position among the keys.</summary>
    public int[] Keys { get; } = new int[capacity];

    public long[] At { get; } = new long[capacity];

    public long[] EventTimes { get; } = new long[capacity];

    public long[][] Counts { get; } = Columns<long>(windows, capacity);

    public long[][] Sums { get; } = Columns<long>(windows, capacity);

    public double[][] Means { get; } = Columns<double>(windows, capacity);

    public long[][] Least { get; } = Columns<long>(windows, capacity);

    public long[][] Greatest { get; } = Columns<long>(windows, capacity);

    public double[][] Deviations { get; } = Columns<double>(windows, capacity);

    private static T[][] Columns<T>(int windows, int capacity) => [.. Enumerable.Range(0, windows).Select(_ => new T[capacity])];
}

namespace Lakehouse.Engine.DuckDb.Materialize.Instants;

/// <summary>Some consecutive instants of one key and, for each, which events count: those from <see cref="Lower"/> (inclusive) to <see cref="Upper"/> (exclusive).</summary>
internal sealed class InstantBlock(int windows, int capacity)
{
    public int Capacity { get; } = capacity;

    public int Count { get; set; }

    /// <summary>True when only gold still has these instants: no event of silver gives them any more. A block holds instants of one sort.</summary>
    public bool IsVanished { get; set; }

    /// <summary>The instants in microseconds, ascending: each row's valid_from.</summary>
    public long[] At { get; } = new long[capacity];

    /// <summary>Number of the key's events that have entered.</summary>
    public int[] Upper { get; } = new int[capacity];

    /// <summary>By window: number of the key's events that have left.</summary>
    public int[][] Lower { get; } = [.. Enumerable.Range(0, windows).Select(_ => new int[capacity])];
}

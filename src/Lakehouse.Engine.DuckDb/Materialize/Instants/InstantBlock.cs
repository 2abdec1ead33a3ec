using Lakehouse.Engine.DuckDb.Materialize.Events;

namespace Lakehouse.Engine.DuckDb.Materialize.Instants;

/// <summary>
/// Some consecutive instants of one key after another and, for each, which of the events at hand count: those from <see cref="Lower"/> (inclusive) to <see cref="Upper"/>
/// (exclusive). Neither ever goes back from one instant to the next.
/// </summary>
internal sealed class InstantBlock(int windows, int capacity)
{
    private readonly List<KeyRun> runs = [];

    public int Capacity { get; } = capacity;

    public int Count { get; set; }

    /// <summary>True when only gold still has these instants: no event of silver gives them any more. A block holds instants of one sort.</summary>
    public bool IsVanished { get; set; }

    /// <summary>The instants in microseconds, ascending within a key: each row's valid_from.</summary>
    public long[] At { get; } = new long[capacity];

    /// <summary>Position of the first event of the instant's key that is at hand.</summary>
    public int[] First { get; } = new int[capacity];

    /// <summary>Position after the key's events that have entered: equal to <see cref="First"/> where the key has none yet.</summary>
    public int[] Upper { get; } = new int[capacity];

    /// <summary>By window: position after the key's events that have left.</summary>
    public int[][] Lower { get; } = [.. Enumerable.Range(0, windows).Select(_ => new int[capacity])];

    /// <summary>Which key the instants belong to.</summary>
    public IReadOnlyList<KeyRun> Runs => runs;

    /// <summary>The instants since the last run belong to this key.</summary>
    public void EndRun(CurrentKey key)
    {
        var begin = runs is [.., var last] ? last.End : 0;
        if (begin < Count) runs.Add(new(key, Count));
    }

    /// <summary>The key of an instant.</summary>
    public CurrentKey KeyOf(int row) => runs.First(run => row < run.End).Key;

    public void Clear()
    {
        Count = 0;
        runs.Clear();
    }
}

/// <summary>Instants of one key in a block.</summary>
/// <param name="Key">The key.</param>
/// <param name="End">Position after its last instant.</param>
internal readonly record struct KeyRun(CurrentKey Key, int End);

namespace Lakehouse.Engine.DuckDb.Materialize.Instants;

/// <summary>Which instants of a key a run writes: those inside its ranges that silver gives, and those inside them that gold already has.</summary>
/// <remarks>A full run writes all instants up to F. An incremental run takes the ranges from its selection, which knows what changed; see <see cref="Planning.InstantRanges"/>.</remarks>
/// <param name="wholeUpTo">F of a full run; null where ranges are given.</param>
internal sealed class Emission(long? wholeUpTo = null)
{
    private readonly List<(long From, long To)> ranges = [];
    private readonly List<long> starts = [];
    private readonly List<long> existing = [];

    /// <summary>Ascending, disjoint, both ends inclusive; whole once all events of the key are known.</summary>
    public IReadOnlyList<(long From, long To)> Ranges => ranges;

    /// <summary>Instants that gold has already, ascending; those outside the ranges are not taken.</summary>
    public IReadOnlyList<long> Existing => existing;

    /// <summary>True when a range has its end: another start belongs to the next segment of the key.</summary>
    public bool HasEnds => starts.Count > 0 && ranges.Count > 0;

    /// <summary>Begins the next key, or the next segment of one.</summary>
    public void Clear()
    {
        starts.Clear();
        existing.Clear();
        ranges.Clear();
    }

    /// <summary>A range begins here; ascending, all starts before the first end.</summary>
    public void AddStart(long instant) => starts.Add(instant);

    /// <summary>The range of the earliest start that has no end yet ends here.</summary>
    public void AddEnd(long instant) => ranges.Add((starts[ranges.Count], instant));

    /// <summary>Gold has a row of the key at this instant; ascending.</summary>
    public void AddExisting(long instant) => existing.Add(instant);

    /// <summary>Settles the ranges.</summary>
    public void Complete()
    {
        if (wholeUpTo is { } frontier) ranges.Add((long.MinValue, frontier));
    }
}

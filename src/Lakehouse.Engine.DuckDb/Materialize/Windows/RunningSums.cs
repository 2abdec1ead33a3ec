namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Exact Σx and Σx² of any run of a stream's values.</summary>
/// <remarks>
/// 1. Prefix sums over the values at hand: a window's sum is the difference of two.
/// 2. Where the greatest magnitude and the number of the values prove that no run's sum leaves 64 bits, they are kept in 64 bits, else in 128. Prefixes themselves may wrap around:
///    their difference is exact as long as the run's own sum fits.
/// 3. Σx² of a run may leave 128 bits too. Beside it runs Σ⌊x²/2^96⌋: from 2^31 on the run's Σx² is at least 2^127 > 10^38, an overflow by itself; below, with fewer than 2^31 values,
///    it is below 2^128.
/// </remarks>
internal sealed class RunningSums
{
    private const ulong CertainOverflow = 1UL << 31;

    private readonly ValueStream stream;
    private readonly bool squares;
    private readonly Prefixes<long> sums = new();
    private readonly Prefixes<long> squareSums = new();
    private readonly Prefixes<Int128> wideSums = new();
    private readonly Prefixes<UInt128> wideSquareSums = new();
    private readonly Prefixes<ulong> guards = new();
    private ulong magnitude;
    private int loaded;

    /// <param name="stream">The values, int64 or decimal.</param>
    /// <param name="squares">Whether Σx² is needed.</param>
    /// <param name="capacity">Greatest block.</param>
    public RunningSums(ValueStream stream, bool squares, int capacity)
    {
        this.stream = stream;
        this.squares = squares;
        Narrow = [.. stream.Frames.Select(_ => new NarrowSums(capacity))];
    }

    /// <summary>By window: the sums at the instants of the last block, as far as they are narrow.</summary>
    public NarrowSums[] Narrow { get; }

    /// <summary>No run's sum is greater than this, or less than minus this.</summary>
    public UInt128 GreatestSum => (UInt128)magnitude * (ulong)stream.Count;

    /// <summary>True when the sums of all runs lie in 64 bits.</summary>
    public bool SumsAreNarrow { get; private set; } = true;

    /// <summary>True when the sums of all runs and of their squares lie in 64 bits.</summary>
    public bool SquaresAreNarrow { get; private set; } = true;

    /// <summary>Σx of the values from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive).</summary>
    public Int128 Sum(int from, int to) => SumsAreNarrow ? unchecked(sums[to] - sums[from]) : wideSums[to] - wideSums[from];

    /// <summary>Σx² of the values; <see cref="Int128.MaxValue"/> where it is 2^127 or more.</summary>
    public Int128 Squares(int from, int to)
    {
        if (SquaresAreNarrow) return unchecked(squareSums[to] - squareSums[from]);
        if (unchecked(guards[to] - guards[from]) >= CertainOverflow) return Int128.MaxValue;
        var sum = unchecked(wideSquareSums[to] - wideSquareSums[from]);
        return sum > (UInt128)Int128.MaxValue ? Int128.MaxValue : (Int128)sum;
    }

    /// <summary>Takes the values that the stream has got since the last time.</summary>
    public void Load()
    {
        var values = stream.Values!.Bits.AsSpan(0, stream.Count);
        magnitude = Math.Max(magnitude, Magnitude(values[loaded..]));
        var sumsFit = SumsAreNarrow && GreatestSum <= long.MaxValue;
        var squaresFit = SquaresAreNarrow && sumsFit && magnitude <= uint.MaxValue && GreatestSum * magnitude <= long.MaxValue;
        LoadSums(values, sumsFit == SumsAreNarrow ? loaded : 0, sumsFit);
        if (squares) LoadSquares(values, squaresFit == SquaresAreNarrow ? loaded : 0, squaresFit);
        (SumsAreNarrow, SquaresAreNarrow, loaded) = (sumsFit, squaresFit, values.Length);
    }

    /// <summary>Computes the sums of a block that the stream has placed, as far as they are narrow.</summary>
    public void Place()
    {
        for (var w = 0; w < Narrow.Length; w++)
        {
            if (SumsAreNarrow) Narrow[w].TakeSums(sums.Through(loaded), stream.Frames[w]);
            if (squares && SquaresAreNarrow) Narrow[w].TakeSquares(squareSums.Through(loaded), stream.Frames[w]);
        }
    }

    /// <summary>The stream has dropped its first values.</summary>
    public void Forget()
    {
        var kept = loaded - stream.Forgotten;
        if (SumsAreNarrow) sums.Forget(stream.Forgotten, kept);
        else wideSums.Forget(stream.Forgotten, kept);
        if (squares && SquaresAreNarrow) squareSums.Forget(stream.Forgotten, kept);
        if (squares && !SquaresAreNarrow)
        {
            wideSquareSums.Forget(stream.Forgotten, kept);
            guards.Forget(stream.Forgotten, kept);
        }

        loaded = kept;
    }

    /// <summary>The stream has dropped all values.</summary>
    public void Clear() => (loaded, magnitude, SumsAreNarrow, SquaresAreNarrow) = (0, 0, true, true);

    private static ulong Magnitude(ReadOnlySpan<long> values)
    {
        long least = 0, greatest = 0;
        foreach (var value in values)
        {
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
        }

        // unchecked: the magnitude of the least long is 2^63, which its bits are as they stand.
        return Math.Max(unchecked((ulong)-least), (ulong)greatest);
    }

    private void LoadSums(ReadOnlySpan<long> values, int from, bool narrow)
    {
        if (narrow)
        {
            var prefix = sums.Extend(from, values.Length);
            for (var i = from; i < values.Length; i++) prefix[i + 1] = unchecked(prefix[i] + values[i]);
            return;
        }

        var wide = wideSums.Extend(from, values.Length);
        for (var i = from; i < values.Length; i++) wide[i + 1] = wide[i] + values[i];
    }

    private void LoadSquares(ReadOnlySpan<long> values, int from, bool narrow)
    {
        if (narrow)
        {
            var prefix = squareSums.Extend(from, values.Length);
            for (var i = from; i < values.Length; i++) prefix[i + 1] = unchecked(prefix[i] + values[i] * values[i]);
            return;
        }

        var wide = wideSquareSums.Extend(from, values.Length);
        var guard = guards.Extend(from, values.Length);
        for (var i = from; i < values.Length; i++)
        {
            var square = (UInt128)Math.BigMul(values[i], values[i]);
            wide[i + 1] = unchecked(wide[i] + square);
            guard[i + 1] = unchecked(guard[i] + (ulong)(square >> 96));
        }
    }
}

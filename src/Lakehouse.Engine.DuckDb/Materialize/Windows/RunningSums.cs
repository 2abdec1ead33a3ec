namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Exact Σx and Σx² of any run of a stream's values.</summary>
/// <remarks>
/// 1. Prefix sums over the key: a window's sum is the difference of two.
/// 2. Where the key's greatest magnitude proves that no sum of the key leaves 64 bits, they are kept in 64 bits; else in 128.
/// 3. Σx² of a key may leave 128 bits, but differences modulo 2^128 stay exact while the window's own Σx² fits.
///    Beside it runs Σ⌊x²/2^96⌋: from 2^31 on the window's Σx² is at least
///    2^127 > 10^38, an overflow by itself; below, with fewer than 2^31 values, it is below 2^128.
/// </remarks>
/// <param name="stream">The values, int64 or decimal.</param>
/// <param name="squares">Whether Σx² is needed.</param>
internal sealed class RunningSums(ValueStream stream, bool squares)
{
    private const ulong CertainOverflow = 1UL << 31;

    private long[] sums = [];
    private long[] squareSums = [];
    private Int128[] wideSums = [];
    private UInt128[] wideSquareSums = [];
    private ulong[] guards = [];

    /// <summary>True when all sums of the key lie in 64 bits.</summary>
    public bool SumsAreNarrow { get; private set; }

    /// <summary>True when all sums of squares of the key lie in 64 bits.</summary>
    public bool SquaresAreNarrow { get; private set; }

    /// <summary>Prefix sums where <see cref="SumsAreNarrow"/>.</summary>
    public ReadOnlySpan<long> NarrowSums => sums;

    /// <summary>Σx of the values from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive).</summary>
    public Int128 Sum(int from, int to) => SumsAreNarrow ? sums[to] - sums[from] : wideSums[to] - wideSums[from];

    /// <summary>Σx² of the values; <see cref="Int128.MaxValue"/> where it is 2^127 or more.</summary>
    public Int128 Squares(int from, int to)
    {
        if (SquaresAreNarrow) return squareSums[to] - squareSums[from];
        if (guards[to] - guards[from] >= CertainOverflow) return Int128.MaxValue;
        var sum = unchecked(wideSquareSums[to] - wideSquareSums[from]);
        return sum > (UInt128)Int128.MaxValue ? Int128.MaxValue : (Int128)sum;
    }

    /// <summary>Takes the stream's next key.</summary>
    public void Load()
    {
        var values = stream.Values!.Bits.AsSpan(0, stream.Count);
        var magnitude = Magnitude(values);
        SumsAreNarrow = magnitude * (UInt128)values.Length <= long.MaxValue;
        SquaresAreNarrow = magnitude <= uint.MaxValue && magnitude * magnitude * (UInt128)values.Length <= long.MaxValue;
        if (SumsAreNarrow) LoadNarrow(values, ref sums, square: false);
        else LoadWideSums(values);
        if (!squares) return;
        if (SquaresAreNarrow) LoadNarrow(values, ref squareSums, square: true);
        else LoadWideSquares(values);
    }

    private static UInt128 Magnitude(ReadOnlySpan<long> values)
    {
        long least = 0, greatest = 0;
        foreach (var value in values)
        {
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
        }

        return UInt128.Max((UInt128)(-(Int128)least), (UInt128)greatest);
    }

    private static void LoadNarrow(ReadOnlySpan<long> values, ref long[] prefix, bool square)
    {
        Reserve(ref prefix, values.Length);
        long sum = 0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += square ? values[i] * values[i] : values[i];
            prefix[i + 1] = sum;
        }
    }

    private void LoadWideSums(ReadOnlySpan<long> values)
    {
        Reserve(ref wideSums, values.Length);
        Int128 sum = 0;
        for (var i = 0; i < values.Length; i++) wideSums[i + 1] = sum += values[i];
    }

    private void LoadWideSquares(ReadOnlySpan<long> values)
    {
        Reserve(ref wideSquareSums, values.Length);
        Reserve(ref guards, values.Length);
        UInt128 sum = 0;
        ulong guard = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var square = (UInt128)Math.BigMul(values[i], values[i]);
            wideSquareSums[i + 1] = sum = unchecked(sum + square);
            guards[i + 1] = guard += (ulong)(square >> 96);
        }
    }

    private static void Reserve<T>(ref T[] prefix, int count)
    {
        if (prefix.Length <= count) prefix = new T[Math.Max(count + 1, prefix.Length * 2)];
    }
}

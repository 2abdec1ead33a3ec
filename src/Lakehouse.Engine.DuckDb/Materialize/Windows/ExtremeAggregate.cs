using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Least or greatest value of sliding windows.</summary>
/// <remarks>
/// 1. All windows end at the same value. One stack holds the values that may still become the extreme of a window that ends here or later: each beats all after it.
/// 2. An entering value drives out, from the top, all that it equals or beats. What stays below it never changes.
/// 3. A window's extreme is the lowest entry that lies inside it: one pointer a window, which only moves up, or down to the top where the stack sank below it.
/// 4. Every value enters and leaves once, and every pointer passes it once: linear whatever the windows' lengths.
/// </remarks>
internal sealed class ExtremeAggregate<TOrder> : WindowAggregate
    where TOrder : struct, IExtremeOrder
{
    private readonly int[] fronts;
    private readonly int[][] lowers;
    private int[] positions = new int[64];
    private long[] extremes = new long[64];
    private int top;
    private int entered;

    public ExtremeAggregate(ValueStream stream, DataType type, int capacity)
        : base(stream, type, capacity)
    {
        fronts = new int[Outputs.Length];
        lowers = new int[Outputs.Length][];
        positions[0] = int.MaxValue;
    }

    public override void Forget()
    {
        var forgotten = Stream.Forgotten;
        var dropped = 0;
        while (positions[dropped] < forgotten) dropped++;
        top -= dropped;
        for (var i = 0; i < top; i++) (positions[i], extremes[i]) = (positions[i + dropped] - forgotten, extremes[i + dropped]);
        positions[top] = int.MaxValue;
        for (var w = 0; w < fronts.Length; w++) fronts[w] = Math.Max(fronts[w] - dropped, 0);

        // Values that no instant asked for are passed over.
        entered = Math.Max(entered - forgotten, 0);
    }

    public override void Clear()
    {
        (top, entered, positions[0]) = (0, 0, int.MaxValue);
        Array.Clear(fronts);
    }

    protected override void Fill(int rows)
    {
        Reserve(Stream.Count + 1);
        for (var w = 0; w < lowers.Length; w++) lowers[w] = Stream.Frames[w].Starts;
        var values = Stream.Values!.Bits;
        var upper = Stream.Frames[0].Upper;
        var (places, held) = (positions, extremes);
        for (var row = 0; row < upper.Length; row++)
        {
            var lowest = Enter(values, upper[row]);
            for (var w = 0; w < fronts.Length; w++)
            {
                var front = Math.Min(fronts[w], lowest);
                var lower = lowers[w][row];
                while (places[front] < lower) front++;
                fronts[w] = front;
                Outputs[w].Bits[row] = held[front];
            }
        }

        for (var w = 0; w < Outputs.Length; w++) Outputs[w].MarkNulls(Stream.Frames[w].Empty);
    }

    /// <summary>Enters the values before <paramref name="end"/>.</summary>
    /// <returns>The lowest place of the stack that got another value.</returns>
    private int Enter(long[] values, int end)
    {
        var (lowest, depth) = (int.MaxValue, top);
        for (; entered < end; entered++)
        {
            var value = values[entered];
            while (depth > 0 && TOrder.EqualsOrBeats(value, extremes[depth - 1])) depth--;
            (positions[depth], extremes[depth]) = (entered, value);
            lowest = Math.Min(lowest, depth++);
        }

        // The end of the stack stops the pointers.
        positions[depth] = int.MaxValue;
        top = depth;
        return lowest;
    }

    private void Reserve(int capacity)
    {
        if (capacity <= positions.Length) return;
        Array.Resize(ref positions, Math.Max(capacity, positions.Length * 2));
        Array.Resize(ref extremes, positions.Length);
    }
}

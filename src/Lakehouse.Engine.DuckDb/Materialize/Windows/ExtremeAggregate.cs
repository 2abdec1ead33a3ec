using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Least or greatest value of a sliding window.</summary>
/// <remarks>
/// 1. A queue holds the positions of values that may still become the extreme: each is more extreme than all after it.
/// 2. An entering value drives out, from the back, all that it equals or beats; the window's lower edge drops the front.
/// 3. Every value enters and leaves once: linear whatever the window's length.
/// </remarks>
internal sealed class ExtremeAggregate<TOrder>(ValueStream stream, int window, DataType type, int capacity) : WindowAggregate(stream, window, type, capacity)
    where TOrder : struct, IExtremeOrder
{
    private int[] queue = [];
    private int front;
    private int back;
    private int entered;

    public override void BeginKey()
    {
        (front, back, entered) = (0, 0, 0);
        if (queue.Length < Stream.Count) queue = new int[Math.Max(Stream.Count, queue.Length * 2)];
    }

    protected override void Fill(ReadOnlySpan<int> lower, ReadOnlySpan<int> upper)
    {
        var values = Stream.Values!.Bits;
        for (var row = 0; row < lower.Length; row++)
        {
            int from = Stream.Before(lower[row]), to = Stream.Before(upper[row]);
            for (; entered < to; entered++)
            {
                while (back > front && TOrder.EqualsOrBeats(values[entered], values[queue[back - 1]])) back--;
                queue[back++] = entered;
            }

            while (front < back && queue[front] < from) front++;
            Output.States[row] = front < back ? CellState.Present : CellState.Null;
            if (front < back) Output.Bits[row] = values[queue[front]];
        }
    }
}

/// <summary>Which of two values, by their 64 bits, is nearer to the extreme.</summary>
internal interface IExtremeOrder
{
    /// <summary>True when the challenger equals or beats the holder.</summary>
    static abstract bool EqualsOrBeats(long challenger, long holder);
}

/// <summary>Minimum of integers, decimals of one scale, times and dates.</summary>
internal readonly struct LeastInteger : IExtremeOrder
{
    public static bool EqualsOrBeats(long challenger, long holder) => challenger <= holder;
}

/// <summary>Maximum of integers, decimals of one scale, times and dates.</summary>
internal readonly struct GreatestInteger : IExtremeOrder
{
    public static bool EqualsOrBeats(long challenger, long holder) => challenger >= holder;
}

/// <summary>Minimum of doubles; there is neither NaN nor −0.0.</summary>
internal readonly struct LeastDouble : IExtremeOrder
{
    public static bool EqualsOrBeats(long challenger, long holder) => BitConverter.Int64BitsToDouble(challenger) <= BitConverter.Int64BitsToDouble(holder);
}

/// <summary>Maximum of doubles; there is neither NaN nor −0.0.</summary>
internal readonly struct GreatestDouble : IExtremeOrder
{
    public static bool EqualsOrBeats(long challenger, long holder) => BitConverter.Int64BitsToDouble(challenger) >= BitConverter.Int64BitsToDouble(holder);
}

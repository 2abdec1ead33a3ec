using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Number of different values in a sliding window.</summary>
internal sealed class DistinctAggregate(ValueStream stream, DenseIds ids, int window, int capacity) : WindowAggregate(stream, window, DataType.Int64, capacity)
{
    private int[] inside = [];
    private int different;
    private int entered;
    private int left;

    public override void BeginKey()
    {
        (different, entered, left) = (0, 0, 0);
        if (inside.Length < ids.Different) inside = new int[Math.Max(ids.Different, inside.Length * 2)];
        else Array.Clear(inside, 0, ids.Different);
    }

    protected override void Fill(ReadOnlySpan<int> lower, ReadOnlySpan<int> upper)
    {
        var numbers = ids.Ids;
        Output.States.AsSpan(0, lower.Length).Fill(CellState.Present);
        for (var row = 0; row < lower.Length; row++)
        {
            int from = Stream.Before(lower[row]), to = Stream.Before(upper[row]);
            for (; entered < to; entered++)
            {
                if (inside[numbers[entered]]++ == 0) different++;
            }

            for (; left < from; left++)
            {
                if (--inside[numbers[left]] == 0) different--;
            }

            Output.Bits[row] = different;
        }
    }
}

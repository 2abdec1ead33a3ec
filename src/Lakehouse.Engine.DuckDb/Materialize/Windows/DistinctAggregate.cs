using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Number of different values in sliding windows.</summary>
internal sealed class DistinctAggregate : WindowAggregate
{
    private readonly DenseIds ids;
    private readonly SlidingSet[] sets;

    public DistinctAggregate(ValueStream stream, DenseIds ids, int capacity)
        : base(stream, DataType.Int64, capacity)
    {
        this.ids = ids;
        sets = [.. Outputs.Select(_ => new SlidingSet())];
    }

    public override void Forget()
    {
        foreach (var set in sets) set.Forget(ids.Ids, Stream.Forgotten);
    }

    public override void Clear()
    {
        foreach (var set in sets) set.Clear(ids.Different);
    }

    protected override void Fill(int rows)
    {
        for (var w = 0; w < Outputs.Length; w++) sets[w].Fill(ids.Ids, ids.Different, Stream.Frames[w], Outputs[w].Bits);
    }
}

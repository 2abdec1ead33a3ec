using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;

namespace Lakehouse.Benchmarks;

/// <summary>The product's computation of <see cref="WindowViews.Delays"/>, without reading silver and without writing gold.</summary>
internal static class ProductRun
{
    /// <summary>Over sorted arrays.</summary>
    public static void Slide(SortedEvents events, long frontier, IBlockSink sink)
    {
        var view = WindowViews.Delays;
        var slider = new ViewSlider(view, ViewInputs.Of(view), new Emission(frontier), sink, new SliderSizes());
        for (var key = 0; key < events.Keys.Count; key++)
        {
            slider.Begin(events.Named(key));
            slider.Events.Append(events.Times(key));
            events.Delays(key).CopyTo(slider.Events.Inputs[0].AppendBits(events.Delays(key).Length));
            slider.Advance();
            slider.End();
        }

        slider.Flush();
    }

    /// <summary>Over a table (origin, t, id, delay) in DuckDB that has yet to be sorted.</summary>
    public static void Stream(DuckDbSession session, string table, long frontier, IBlockSink sink)
    {
        var view = WindowViews.Delays;
        var inputs = ViewInputs.Of(view);
        var pipeline = new KeyPipeline(view, new EventLayout(Keys: 1, inputs.Fields), inputs, sink, new Emission(frontier));
        session.Stream($"SELECT origin, {(int)RowKind.Event}::INTEGER, t, delay FROM {table} ORDER BY origin, t, id", pipeline.Consume);
        pipeline.Complete();
    }
}

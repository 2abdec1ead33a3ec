using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Testing;

namespace Lakehouse.Engine.DuckDb.Tests.Materialize;

/// <summary>A full run of a view over rows in memory, up to the sink.</summary>
internal sealed class SliderRun : IBlockSink
{
    private readonly Dictionary<CurrentKey, Value[]> keys = [];
    private readonly List<ExpectedRow> found = [];

    public int Room => int.MaxValue;

    /// <summary>Slides the view over the rows, key by key, handing over at most <paramref name="piece"/> events at once.</summary>
    public static IReadOnlyList<ExpectedRow> Slide(WindowViewDefinition view, Value[][] rows, long frontier, SliderSizes sizes, int piece)
    {
        var run = new SliderRun();
        var inputs = ViewInputs.Of(view);
        var functions = inputs.Expressions.Select(input => ExpressionCompiler.Compile(input, view.Contract.Schema)).ToArray();
        var slider = new ViewSlider(view, inputs, new Emission(frontier), run, sizes);
        foreach (var key in rows.GroupBy(r => r[3]).OrderBy(g => g.Key.AsInt64))
        {
            var current = new CurrentKey(view.Entity.Keys);
            run.keys.Add(current, [key.First()[2], key.Key]);
            slider.Begin(current);
            foreach (var events in key.OrderBy(r => r[1].AsInt64).ThenBy(r => r[0].AsString, StringComparer.Ordinal).Chunk(piece))
            {
                slider.Events.Append(events.Select(r => r[1].AsInt64).ToArray());
                for (var i = 0; i < functions.Length; i++)
                {
                    foreach (var row in events) slider.Events.Inputs[i].Append(functions[i](row));
                }

                slider.Advance();
            }

            slider.End();
        }

        slider.Flush();
        return run.found;
    }

    public void Write(InstantBlock block, KeyEvents events, IReadOnlyList<CellColumn> cells)
    {
        for (var r = 0; r < block.Count; r++)
            found.Add(new(keys[block.KeyOf(r)], block.At[r], events.Times[block.Upper[r] - 1], [.. cells.Select(c => c[r])]));
    }
}

using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Materialize;

/// <summary>Turns the sorted stream into gold rows, key by key; see <see cref="ViewSlider"/> for what it holds in memory.</summary>
internal sealed class KeyPipeline
{
    private static readonly SliderSizes Sizes = new();

    private readonly EventLayout layout;
    private readonly EventReader reader;
    private readonly Emission emission;
    private readonly ViewSlider slider;
    private readonly CurrentKey[] keys;
    private CurrentKey? key;
    private long rowsBefore;

    public KeyPipeline(EntityViewDefinition view, EventLayout layout, ViewInputs inputs, IBlockSink sink, Emission emission)
    {
        this.layout = layout;
        this.emission = emission;
        reader = new EventReader(layout, inputs.Expressions);
        slider = new ViewSlider(view, inputs, emission, sink, Sizes);

        // The block at hand names the keys of its rows: no more than it has rows, and the one that is passing.
        keys = [.. Enumerable.Range(0, Sizes.BlockRows + 1).Select(_ => new CurrentKey(view.Entity.Keys))];
    }

    /// <summary>Keys that got rows.</summary>
    public long KeysTouched { get; private set; }

    /// <summary>Takes the stream's next rows.</summary>
    public void Consume(DuckDbChunk chunk)
    {
        for (var row = 0; row < chunk.Rows;)
        {
            if (key is null || !key.Matches(chunk, row))
            {
                EndKey();
                key = keys[KeysTouched % keys.Length];
                key.Take(chunk, row);
                slider.Begin(key);
            }

            var end = key.RunEnd(chunk, row);
            Take(chunk, row, end);
            row = end;
        }
    }

    /// <summary>Ends the stream: writes what is left.</summary>
    public void Complete()
    {
        EndKey();
        slider.Flush();
    }

    private void EndKey()
    {
        slider.End();
        if (slider.Rows > rowsBefore) KeysTouched++;
        (key, rowsBefore) = (null, slider.Rows);
    }

    /// <summary>What has come of the key is all that the instants of its segment need.</summary>
    private void BeginSegment()
    {
        slider.End();
        slider.Begin(key!);
    }

    private void Take(DuckDbChunk chunk, int from, int to)
    {
        var kinds = chunk.Int32s(layout.KindColumn);
        var times = chunk.Int64s(layout.TimeColumn);
        while (from < to)
        {
            if (kinds[from] == (int)RowKind.RangeStart && emission.HasEnds) BeginSegment();
            for (; from < to && kinds[from] == (int)RowKind.RangeStart; from++) emission.AddStart(times[from]);
            for (; from < to && kinds[from] == (int)RowKind.RangeEnd; from++) emission.AddEnd(times[from]);
            for (; from < to && kinds[from] == (int)RowKind.Existing; from++) emission.AddExisting(times[from]);
            var first = from;
            while (from < to && kinds[from] == (int)RowKind.Event) from++;
            if (first == from) continue;
            reader.Append(chunk, first, from, slider.Events);
            slider.Advance();
        }
    }
}

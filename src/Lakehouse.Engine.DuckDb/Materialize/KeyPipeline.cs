using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Engine.DuckDb.Materialize.Windows;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Materialize;

/// <summary>Turns the sorted stream into gold rows, one key at a time: memory is bounded by the largest key.</summary>
internal sealed class KeyPipeline
{
    private const int BlockRows = 1024;

    private readonly EventLayout layout;
    private readonly EventReader reader;
    private readonly GoldWriter writer;
    private readonly Emission emission;
    private readonly InstantCursor cursor;
    private readonly InstantBlock block;
    private readonly IViewOperator @operator;
    private readonly KeyEvents events;
    private readonly CurrentKey key;
    private bool begun;

    public KeyPipeline(EntityViewDefinition view, EventLayout layout, ViewInputs inputs, GoldWriter writer, Emission emission)
    {
        this.layout = layout;
        this.writer = writer;
        this.emission = emission;
        var rule = InstantRule.Of(view);
        reader = new EventReader(layout, inputs.Expressions);
        cursor = new InstantCursor(rule);
        block = new InstantBlock(rule.LeavesAfter.Count, BlockRows);
        events = new KeyEvents(inputs.Expressions.Select(e => e.Type));
        key = new CurrentKey(view.Entity.Keys);
        @operator = view switch
        {
            WindowViewDefinition window => new WindowOperator(window, inputs.Expressions, BlockRows),
            StateViewDefinition state => new StateOperator(state, inputs.Expressions, BlockRows),
            _ => throw new EngineException($"Feature view {view.Id} is neither a window nor a state view; this engine does not know how to materialize it."),
        };
    }

    /// <summary>Keys that got rows.</summary>
    public long KeysTouched { get; private set; }

    /// <summary>Takes the stream's next rows.</summary>
    public void Consume(DuckDbChunk chunk)
    {
        for (var row = 0; row < chunk.Rows;)
        {
            if (!begun || !key.Matches(chunk, row))
            {
                Complete();
                key.Take(chunk, row);
                begun = true;
            }

            var end = key.RunEnd(chunk, row);
            Take(chunk, row, end);
            row = end;
        }
    }

    /// <summary>Writes the key at hand.</summary>
    public void Complete()
    {
        if (!begun) return;
        var times = events.Times;
        emission.Complete(times);
        cursor.Begin(times, emission);
        @operator.BeginKey(events);
        var before = writer.Rows;
        while (cursor.Fill(times, block, writer.Room))
        {
            @operator.Compute(block);
            writer.Write(key, events, block, @operator.Columns);
        }

        if (writer.Rows > before) KeysTouched++;
        events.Clear();
        emission.Clear();
        begun = false;
    }

    private void Take(DuckDbChunk chunk, int from, int to)
    {
        var kinds = chunk.Int32s(layout.KindColumn);
        var times = chunk.Int64s(layout.TimeColumn);
        for (; from < to && kinds[from] == (int)RowKind.Change; from++) emission.AddChange(times[from]);
        for (; from < to && kinds[from] == (int)RowKind.Existing; from++) emission.AddExisting(times[from]);
        if (from < to) reader.Append(chunk, from, to, events);
    }
}

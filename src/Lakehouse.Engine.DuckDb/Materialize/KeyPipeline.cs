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
    private readonly GoldWriter? vanished;
    private readonly Emission emission;
    private readonly InstantCursor cursor;
    private readonly InstantBlock block;
    private readonly IViewOperator @operator;
    private readonly KeyEvents events;
    private readonly CurrentKey key;
    private bool begun;
    private bool isCounted;

    /// <param name="view">The view.</param>
    /// <param name="layout">Columns of the stream.</param>
    /// <param name="inputs">What the view reads of an event.</param>
    /// <param name="writer">Takes the rows.</param>
    /// <param name="emission">Which instants are written.</param>
    /// <param name="vanished">Takes the rows at instants that only gold still has; null where there can be none.</param>
    public KeyPipeline(EntityViewDefinition view, EventLayout layout, ViewInputs inputs, GoldWriter writer, Emission emission, GoldWriter? vanished = null)
    {
        this.layout = layout;
        this.writer = writer;
        this.vanished = vanished;
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
                (begun, isCounted) = (true, false);
            }

            var end = key.RunEnd(chunk, row);
            Take(chunk, row, end);
            row = end;
        }
    }

    /// <summary>Writes the key at hand.</summary>
    public void Complete()
    {
        if (begun) CompleteSegment();
        begun = false;
    }

    /// <summary>Writes a segment of the key: what has come of it is all that its instants need.</summary>
    private void CompleteSegment()
    {
        var times = events.Times;
        emission.Complete();
        cursor.Begin(times, emission);
        @operator.BeginKey(events);
        var any = false;
        while (cursor.Fill(times, block, Math.Min(writer.Room, vanished?.Room ?? int.MaxValue)))
        {
            @operator.Compute(block);
            (block.IsVanished && vanished is not null ? vanished : writer).Write(key, events, block, @operator.Columns);
            any = true;
        }

        if (any && !isCounted) KeysTouched++;
        isCounted |= any;
        events.Clear();
        emission.Clear();
    }

    private void Take(DuckDbChunk chunk, int from, int to)
    {
        var kinds = chunk.Int32s(layout.KindColumn);
        var times = chunk.Int64s(layout.TimeColumn);
        while (from < to)
        {
            if (kinds[from] == (int)RowKind.RangeStart && emission.HasEnds) CompleteSegment();
            for (; from < to && kinds[from] == (int)RowKind.RangeStart; from++) emission.AddStart(times[from]);
            for (; from < to && kinds[from] == (int)RowKind.RangeEnd; from++) emission.AddEnd(times[from]);
            for (; from < to && kinds[from] == (int)RowKind.Existing; from++) emission.AddExisting(times[from]);
            var first = from;
            while (from < to && kinds[from] == (int)RowKind.Event) from++;
            if (first < from) reader.Append(chunk, first, from, events);
        }
    }
}

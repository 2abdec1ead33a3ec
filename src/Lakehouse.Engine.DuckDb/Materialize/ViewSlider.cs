using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Engine.DuckDb.Materialize.Windows;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Materialize;

/// <summary>Slides a view over the events of one key after another, and hands on rows in blocks.</summary>
/// <remarks>
/// 1. Events of many keys lie one after another in one buffer, and their instants in one block: small keys share the cost of a block.
/// 2. A block that is full is computed column by column. When enough events have been worked off, the buffer is emptied between two keys.
/// 3. A long key is worked off while its events still come, and what no later instant needs is dropped: it costs memory for its events inside the longest window only (with
///    <c>lifetime</c>: for all of them).
/// </remarks>
internal sealed class ViewSlider
{
    private readonly Emission emission;
    private readonly IBlockSink sink;
    private readonly SliderSizes sizes;
    private readonly InstantCursor cursor;
    private readonly InstantBlock block;
    private readonly IViewOperator @operator;
    private CurrentKey? key;
    private bool settled;
    private int taken;

    public ViewSlider(EntityViewDefinition view, ViewInputs inputs, Emission emission, IBlockSink sink, SliderSizes sizes)
    {
        this.emission = emission;
        this.sink = sink;
        this.sizes = sizes;
        var rule = InstantRule.Of(view);
        cursor = new InstantCursor(rule);
        block = new InstantBlock(rule.LeavesAfter.Count, sizes.BlockRows);
        Events = new KeyEvents(inputs.Expressions.Select(e => e.Type));
        @operator = view switch
        {
            WindowViewDefinition window => new WindowOperator(window, inputs.Expressions, sizes.BlockRows),
            StateViewDefinition state => new StateOperator(state, inputs.Expressions, sizes.BlockRows),
            _ => throw new EngineException($"Feature view {view.Id} is neither a window nor a state view; this engine does not know how to materialize it."),
        };
    }

    /// <summary>Where the caller appends events.</summary>
    public KeyEvents Events { get; }

    /// <summary>Rows handed on or waiting in the block.</summary>
    public long Rows { get; private set; }

    /// <summary>Begins a key, or a segment of one whose instants do not need the events of the segment before.</summary>
    /// <param name="next">Stays as it is for as many keys with rows as a block has rows.</param>
    public void Begin(CurrentKey next)
    {
        key = next;
        settled = false;
        taken = Events.Count;
        cursor.Begin(taken, emission);
    }

    /// <summary>Events of the key have been appended, more may come; the emission is known.</summary>
    public void Advance()
    {
        if (Events.Count - taken < sizes.StepEvents) return;
        Take(all: false);
        var needless = cursor.FirstNeeded;
        if (needless < Events.Count / 2) return;
        Flush();
        @operator.Load(Events);
        @operator.Forget(needless);
        Events.Forget(needless);
        cursor.Forget(needless);
        taken -= needless;
    }

    /// <summary>All events of the key have been appended.</summary>
    public void End()
    {
        if (key is null) return;
        Take(all: true);
        key = null;
        emission.Clear();
        if (Events.Count < sizes.BufferedEvents) return;
        Flush();
        Events.Clear();
        @operator.Clear();
    }

    /// <summary>Hands on what waits in the block.</summary>
    public void Flush()
    {
        if (block.Count == 0) return;
        @operator.Load(Events);
        @operator.Compute(block);
        sink.Write(block, Events, @operator.Columns);
        block.Clear();
    }

    private void Take(bool all)
    {
        var times = Events.Times;
        if (!settled) emission.Complete();
        settled = true;
        cursor.Append(times[taken..]);
        taken = times.Length;
        while (true)
        {
            var before = block.Count;
            var full = cursor.Fill(block, Math.Min(block.Capacity, sink.Room), all);
            block.EndRun(key!);
            Rows += block.Count - before;
            if (!full) return;
            Flush();
        }
    }
}

/// <summary>How much is worked off at once.</summary>
/// <param name="BlockRows">Rows of a block.</param>
/// <param name="BufferedEvents">Events from which on the buffer is emptied after a key.</param>
/// <param name="StepEvents">Events of a key that are worked off before its next ones come.</param>
internal sealed record SliderSizes(int BlockRows = 1024, int BufferedEvents = 8192, int StepEvents = 16_384);

using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Lakehouse.Serving.Internal.Guards;

/// <summary>The body of a stream whose large messages are counted from their prefix until so many later ones were taken that they must have been answered.</summary>
/// <param name="inner">The body.</param>
/// <param name="budget">What they are counted against.</param>
/// <param name="atOnce">Messages that the handler has at once, at most.</param>
internal sealed class CountedBody(PipeReader inner, MessageBudget budget, int atOnce) : PipeReader, IRequestBodyPipeFeature, IDisposable
{
    /// <summary>The message that is read next, once its prefix was seen, with where it ends. What lies behind it is bounded by the stream's window, and is not unpacked yet.</summary>
    private (long End, long Cost)? coming;
    private readonly Queue<long> taken = new();
    private ReadOnlySequence<byte> buffer;
    private long consumed;
    private long nextPrefix;

    public PipeReader Reader => this;

    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result)) return false;
        Count(result);
        return true;
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var result = await inner.ReadAsync(cancellationToken);
        Count(result);
        return result;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        this.consumed += buffer.Slice(0, consumed).Length;
        if (coming is { } message && message.End <= this.consumed)
        {
            taken.Enqueue(message.Cost);
            coming = null;
        }

        while (taken.Count > atOnce) budget.Give(taken.Dequeue());
        buffer = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    /// <summary>After the call: nothing of it counts any more.</summary>
    public void Dispose()
    {
        if (coming is { } message) budget.Give(message.Cost);
        coming = null;
        while (taken.TryDequeue(out var cost)) budget.Give(cost);
    }

    private void Count(in ReadResult read)
    {
        buffer = read.Buffer;
        if (coming is not null || nextPrefix - consumed + MessageBudget.Prefix > buffer.Length) return;
        Span<byte> prefix = stackalloc byte[MessageBudget.Prefix];
        buffer.Slice(nextPrefix - consumed, MessageBudget.Prefix).CopyTo(prefix);
        var cost = budget.CostOf(prefix);
        try
        {
            budget.Take(cost);
        }
        catch
        {
            inner.AdvanceTo(buffer.Start);
            throw;
        }

        nextPrefix += MessageBudget.Prefix + BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        coming = (nextPrefix, cost);
    }
}

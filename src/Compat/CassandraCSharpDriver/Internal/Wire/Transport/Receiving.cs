using System.Runtime.CompilerServices;

namespace Cassandra.Internal.Wire;

/// <summary>Bytes that are waited for; the thread that would have nothing to do meanwhile hands out the answers that came before them.</summary>
/// <remarks>
/// 1. Who goes on when the bytes come is settled first. So a caller that blocks this thread with what it does with its answer holds up nobody: what comes next is read by another.
/// 2. Where bytes are there at once, reading goes on and a turn of the writer hands out, on another thread.
/// </remarks>
internal readonly struct Receiving(ValueTask<int> bytes, RequestWriter writer) : ICriticalNotifyCompletion
{
    private readonly ValueTaskAwaiter<int> awaiter = bytes.GetAwaiter();

    public bool IsCompleted
    {
        get
        {
            if (!awaiter.IsCompleted) return false;
            writer.HandOut();
            return true;
        }
    }

    public Receiving GetAwaiter() => this;

    public int GetResult() => awaiter.GetResult();

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        awaiter.UnsafeOnCompleted(continuation);
        writer.TakeTurn();
    }
}

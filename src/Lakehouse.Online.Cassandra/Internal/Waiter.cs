using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using Cassandra;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>Waits for an answer of the driver for as long as the caller does; used again for later answers.</summary>
/// <remarks>
/// 1. The answer and the caller's cancellation compete; the second of them finds the wait ended and does nothing.
/// 2. Only a waiter whose answer came first is used again: it is nobody's any more once its registration has ended. One that was cancelled is still held by the answer.
/// </remarks>
internal sealed class Waiter : IValueTaskSource<RowSet>
{
    private const int MostIdle = 256;
    private const int Waiting = 0;
    private const int IsAnswered = 1;
    private const int IsCancelled = 2;
    private static readonly ConcurrentQueue<Waiter> Idle = new();
    private readonly Action onAnswer;
    private ManualResetValueTaskSourceCore<bool> completion;
    private CancellationTokenRegistration registration;
    private CancellationToken ct;
    private Task<RowSet>? answer;
    private int state;

    private Waiter() => onAnswer = () => End(IsAnswered);

    /// <summary>The answer.</summary>
    /// <exception cref="OperationCanceledException">The caller stopped waiting; the answer may still come.</exception>
    public static ValueTask<RowSet> WaitAsync(Task<RowSet> answer, CancellationToken ct) => (Idle.TryDequeue(out var idle) ? idle : new Waiter()).Begin(answer, ct);

    ValueTaskSourceStatus IValueTaskSource<RowSet>.GetStatus(short token) => completion.GetStatus(token);

    void IValueTaskSource<RowSet>.OnCompleted(Action<object?> continuation, object? argument, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, argument, token, flags);

    RowSet IValueTaskSource<RowSet>.GetResult(short token)
    {
        completion.GetResult(token);
        var (ended, isAnswered) = (answer!, state == IsAnswered);

        // Waits for a cancellation that is being told at this moment.
        registration.Dispose();
        if (!isAnswered) throw new OperationCanceledException(ct);
        (answer, registration, ct) = (null, default, default);
        if (Idle.Count < MostIdle) Idle.Enqueue(this);
        return ended.GetAwaiter().GetResult();
    }

    private ValueTask<RowSet> Begin(Task<RowSet> coming, CancellationToken until)
    {
        completion.Reset();
        (answer, ct) = (coming, until);
        Volatile.Write(ref state, Waiting);
        registration = until.UnsafeRegister(static self => ((Waiter)self!).End(IsCancelled), this);
        coming.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(onAnswer);
        return new(this, completion.Version);
    }

    private void End(int how)
    {
        if (Interlocked.CompareExchange(ref state, how, Waiting) == Waiting) completion.SetResult(true);
    }
}

using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using Cassandra;
using Lakehouse.Features;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>A key's lookup that the driver has under way, for as long as its caller waits; used again for later lookups.</summary>
/// <remarks>
/// 1. The answer and the caller's cancellation compete; the second of them finds the wait ended and does nothing.
/// 2. Only one whose answer came first is used again: it is nobody's any more once its registration has ended. One that was cancelled is still held by the answer.
/// 3. It is a lookup's way from the driver to its row, in place of a task for each step: a server has hundreds of them at once.
/// </remarks>
internal sealed class KeyRead : IValueTaskSource<OnlineRow?>
{
    private const int MostIdle = 1024;
    private const int Waiting = 0;
    private const int IsAnswered = 1;
    private const int IsCancelled = 2;
    private static readonly ConcurrentQueue<KeyRead> Idle = new();
    private readonly Action onAnswer;
    private ManualResetValueTaskSourceCore<bool> completion;
    private CancellationTokenRegistration registration;
    private CancellationToken ct;
    private Task<RowSet>? answer;
    private RowsTable? table;
    private Value[]? key;
    private int state;

    private KeyRead() => onAnswer = () => End(IsAnswered);

    /// <summary>The row of an answer to come.</summary>
    /// <exception cref="OperationCanceledException">The caller stopped waiting; the answer may still come.</exception>
    public static ValueTask<OnlineRow?> OfAsync(RowsTable table, Value[] key, Task<RowSet> answer, CancellationToken ct)
    {
        if (!answer.IsCompleted) return (Idle.TryDequeue(out var idle) ? idle : new KeyRead()).Begin(table, key, answer, ct);
        try
        {
            return new(table.End(key, answer));
        }
        catch (Exception e)
        {
            return ValueTask.FromException<OnlineRow?>(e);
        }
    }

    ValueTaskSourceStatus IValueTaskSource<OnlineRow?>.GetStatus(short token) => completion.GetStatus(token);

    void IValueTaskSource<OnlineRow?>.OnCompleted(Action<object?> continuation, object? argument, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, argument, token, flags);

    OnlineRow? IValueTaskSource<OnlineRow?>.GetResult(short token)
    {
        completion.GetResult(token);
        var (ended, of, wanted, isAnswered) = (answer!, table!, key!, state == IsAnswered);

        // Waits for a cancellation that is being told at this moment.
        registration.Dispose();
        if (!isAnswered)
        {
            of.Abandon(ended);
            throw new OperationCanceledException(ct);
        }

        (answer, table, key, registration, ct) = (null, null, null, default, default);
        if (Idle.Count < MostIdle) Idle.Enqueue(this);
        return of.End(wanted, ended);
    }

    private ValueTask<OnlineRow?> Begin(RowsTable of, Value[] wanted, Task<RowSet> coming, CancellationToken until)
    {
        completion.Reset();
        (table, key, answer, ct) = (of, wanted, coming, until);
        Volatile.Write(ref state, Waiting);
        registration = until.UnsafeRegister(static self => ((KeyRead)self!).End(IsCancelled), this);
        coming.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(onAnswer);
        return new(this, completion.Version);
    }

    private void End(int how)
    {
        if (Interlocked.CompareExchange(ref state, how, Waiting) == Waiting) completion.SetResult(true);
    }
}

using System.Threading.Tasks.Sources;

namespace Cassandra.Internal.Wire;

/// <summary>A request on its way, and what its sender awaits; used again for later requests.</summary>
/// <remarks>
/// 1. Two sides hold it: the caller until it has taken the result, the wire until the answer has come or cannot come any more. Only then is it free.
/// 2. Whoever awaits goes on where it can block nobody else: with answers in the writer's turns, with failures in a work item of their own.
/// 3. An answer, a timeout and the end of the connection compete to complete it. The state counts the uses, so that who comes late cannot complete the next one.
/// 4. An alarm is looked after together with the timeout: so a request that could be asked of a second node costs no timer.
/// </remarks>
internal sealed class PendingRequest : IValueTaskSource<Response>, IThreadPoolWorkItem
{
    private const long Waiting = 1;
    private const long Expired = 2;
    private const long NextUse = 4;

    private readonly Connection connection;
    private ManualResetValueTaskSourceCore<bool> completion;
    private long state;
    private int holders;
    private int timeoutMillis;
    private long deadline;
    private IThreadPoolWorkItem? alarm;
    private long alarmAt;
    private RowSetMetadata? resultMetadata;
    private FrameHeader header;
    private byte[] body = [];
    private Exception? failure;

    public PendingRequest(Connection connection)
    {
        this.connection = connection;
        Frame = new FrameWriter(connection.ProtocolVersion);
    }

    /// <summary>The message, written by the caller and read by the writer.</summary>
    public FrameWriter Frame { get; }

    public bool IsWaiting => (Volatile.Read(ref state) & Waiting) != 0;

    /// <summary>Starts a new use; the result of the token can be taken once.</summary>
    public short Begin(RowSetMetadata? expected, int timeout, long until, IThreadPoolWorkItem? slow, long slowAt)
    {
        completion.Reset();
        alarm = slow;
        Volatile.Write(ref alarmAt, slowAt);
        resultMetadata = expected;
        timeoutMillis = timeout;
        Volatile.Write(ref holders, 2);
        Volatile.Write(ref deadline, until);
        Volatile.Write(ref state, ((state & ~(Waiting | Expired)) + NextUse) | Waiting);
        return completion.Version;
    }

    /// <summary>Takes the answer, which is dropped when the caller was told of a failure before.</summary>
    public void Answer(in FrameHeader answer, byte[] bytes)
    {
        if (TryEnd())
        {
            header = answer;
            body = bytes;
            connection.OnAnswered(this);
        }

        ReleaseByWire();
    }

    /// <summary>Tells the caller that no answer will come, and frees the wire's side.</summary>
    public void Abandon(Exception error)
    {
        if (TryEnd()) Fail(error);
        ReleaseByWire();
    }

    /// <summary>Frees the wire's side: the answer came, or none will.</summary>
    public void ReleaseByWire()
    {
        connection.OnLanded(expired: (Volatile.Read(ref state) & Expired) != 0);
        Release();
    }

    /// <summary>Gives the request up when its time is over, or runs its alarm, and says when it is to be looked at again.</summary>
    public long Expire(long now)
    {
        var current = Volatile.Read(ref state);
        if ((current & Waiting) == 0) return long.MaxValue;
        var until = Volatile.Read(ref deadline);
        if (until > now) return Math.Min(until, Alarm(current, now));

        // Counted before it is so: who takes a late answer counts it back.
        connection.OnExpiring();
        if (Interlocked.CompareExchange(ref state, (current & ~Waiting) | Expired, current) == current)
        {
            Fail(new OperationTimedOutException(connection.EndPoint, timeoutMillis));
        }
        else connection.OnNotExpired();
        return long.MaxValue;
    }

    /// <summary>Lets the caller go on with the answer.</summary>
    public void Resume() => completion.SetResult(true);

    void IThreadPoolWorkItem.Execute() => completion.SetException(failure!);

    Response IValueTaskSource<Response>.GetResult(short token)
    {
        try
        {
            completion.GetResult(token);
            return ResponseDecoder.Decode(header, body, resultMetadata);
        }
        finally
        {
            body = [];
            (failure, resultMetadata, alarm) = (null, null, null);
            Release();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<Response>.GetStatus(short token) => completion.GetStatus(token);

    void IValueTaskSource<Response>.OnCompleted(Action<object?> continuation, object? argument, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, argument, token, flags);

    /// <summary>Runs the alarm when it is due, and else says when that will be.</summary>
    private long Alarm(long use, long now)
    {
        var due = Volatile.Read(ref alarmAt);
        if (due > now) return due;
        var slow = Volatile.Read(ref alarm);
        if (Interlocked.CompareExchange(ref alarmAt, long.MaxValue, due) == due && slow is not null && Volatile.Read(ref state) == use)
            ThreadPool.UnsafeQueueUserWorkItem(slow, preferLocal: false);
        return long.MaxValue;
    }

    private void Fail(Exception error)
    {
        failure = error;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    private bool TryEnd()
    {
        var current = Volatile.Read(ref state);
        return (current & Waiting) != 0 && Interlocked.CompareExchange(ref state, current & ~Waiting, current) == current;
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref holders) != 0) return;
        Frame.Reset();
        connection.Reuse(this);
    }
}

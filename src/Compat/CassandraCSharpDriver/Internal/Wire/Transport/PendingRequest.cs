using System.Threading.Tasks.Sources;

namespace Cassandra.Internal.Wire;

/// <summary>A request on its way, and what its sender awaits; used again for later requests.</summary>
/// <remarks>
/// 1. Two sides hold it: the caller until it has taken the result, the wire until the answer has come or cannot come any more. Only then is it free.
/// 2. Whoever awaits goes on in a work item of the pool, never on the thread that reads, which a caller could block: answers in the writer's turns, failures in an item of their own.
/// 3. An answer, a timeout and the end of the connection compete to complete it. The state counts the uses, so that who comes late cannot complete the next one.
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

    /// <summary>Starts a new use; the result can be awaited once.</summary>
    public ValueTask<Response> Begin(RowSetMetadata? expected, int timeout, long until)
    {
        completion.Reset();
        resultMetadata = expected;
        timeoutMillis = timeout;
        Volatile.Write(ref holders, 2);
        Volatile.Write(ref deadline, until);
        Volatile.Write(ref state, ((state & ~(Waiting | Expired)) + NextUse) | Waiting);
        return new ValueTask<Response>(this, completion.Version);
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

    /// <summary>Gives the request up when its time is over, and else says when that will be.</summary>
    public long Expire(long now)
    {
        var current = Volatile.Read(ref state);
        if ((current & Waiting) == 0) return long.MaxValue;
        var until = Volatile.Read(ref deadline);
        if (until > now) return until;

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
            failure = null;
            resultMetadata = null;
            Release();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<Response>.GetStatus(short token) => completion.GetStatus(token);

    void IValueTaskSource<Response>.OnCompleted(Action<object?> continuation, object? argument, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, argument, token, flags);

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

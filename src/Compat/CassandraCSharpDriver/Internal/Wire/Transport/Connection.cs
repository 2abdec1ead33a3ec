using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Cassandra.Internal.Wire;

/// <summary>One socket to one node: many requests in flight, told apart by their stream ids.</summary>
internal sealed class Connection : IAsyncDisposable
{
    private readonly ConnectionSettings settings;
    private readonly Stream stream;
    private readonly StreamTable streams;
    private readonly RequestWriter writer;
    private readonly MessageReader reader;
    private readonly RequestTimeouts timeouts;
    private readonly ConcurrentQueue<PendingRequest> idle = new();
    private readonly TaskCompletionSource<Exception?> closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Heartbeat? heartbeat;
    private Exception? reason;
    private int closing;
    private int inFlight;
    private int timedOut;
    private long received;
    private bool segmented;

    private Connection(IPEndPoint endPoint, ConnectionSettings settings, Stream stream)
    {
        this.settings = settings;
        this.stream = stream;
        EndPoint = endPoint;
        ProtocolVersion = settings.ProtocolVersion;
        streams = new StreamTable(settings.MaxStreams);
        writer = new RequestWriter(stream, streams, Close);
        reader = new MessageReader(ProtocolVersion);
        timeouts = new RequestTimeouts(settings.TimeProvider);
    }

    public IPEndPoint EndPoint { get; }

    public byte ProtocolVersion { get; }

    /// <summary>Requests that wait to be sent or answered.</summary>
    public int InFlight => Volatile.Read(ref inFlight);

    /// <summary>Requests that were given up and are still not answered.</summary>
    public int TimedOut => Volatile.Read(ref timedOut);

    public bool IsClosed => Volatile.Read(ref closing) != 0;

    /// <summary>Ends when the connection is closed, with what closed it; null when its owner did.</summary>
    public Task<Exception?> Closed => closed.Task;

    /// <summary>Messages that came so far.</summary>
    internal long Received => Volatile.Read(ref received);

    /// <summary>Connects and logs in.</summary>
    /// <exception cref="SocketException">Nobody answers there, or not in time.</exception>
    /// <exception cref="UnsupportedProtocolVersionException">The node does not speak the version.</exception>
    /// <exception cref="AuthenticationException">The node refused the login.</exception>
    public static async Task<Connection> OpenAsync(IPEndPoint endPoint, ConnectionSettings settings, CancellationToken cancellationToken)
    {
        var connection = new Connection(endPoint, settings, await Connector.ConnectAsync(endPoint, settings, cancellationToken));
        _ = connection.ReadAsync();
        try
        {
            await Handshake.RunAsync(connection, settings).WaitAsync(cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        if (settings.HeartBeatIntervalMillis > 0) connection.StartHeartbeat();
        return connection;
    }

    /// <summary>Sends a request and gives its answer, the server's refusals included; must be awaited, or made a Task, exactly once.</summary>
    /// <exception cref="InvalidTypeException">A value does not fit; nothing is sent.</exception>
    /// <exception cref="OperationTimedOutException">No answer came in time; zero or less waits for ever.</exception>
    /// <exception cref="SocketException">NotConnected: the request was not sent. ConnectionReset: it was, and what became of it is not known.</exception>
    /// <exception cref="DriverInternalError">The answer's bytes break the protocol.</exception>
    public ValueTask<Response> SendAsync(IRequest request, int timeoutMillis)
    {
        try
        {
            var sent = Send(request, timeoutMillis, alarm: null, alarmMillis: 0);
            return new(sent.Source, sent.Token);
        }
        catch (Exception e)
        {
            return ValueTask.FromException<Response>(e);
        }
    }

    /// <summary>The same without a task: what fails before anything is sent is thrown, and a request that takes long runs an alarm, once, as a work item of the pool.</summary>
    public SentRequest Send<T>(T request, int timeoutMillis, IThreadPoolWorkItem? alarm, long alarmMillis)
        where T : IRequest
    {
        if (IsClosed) throw NeverSent();
        var pending = Take();
        try
        {
            pending.Frame.WriteFrame(request);
        }
        catch
        {
            Reuse(pending);
            throw;
        }

        var (deadline, alarmAt) = (timeouts.DeadlineOf(timeoutMillis), alarm is null ? long.MaxValue : timeouts.DeadlineOf(alarmMillis));
        var underWay = Interlocked.Increment(ref inFlight);
        var sent = new SentRequest(pending, pending.Begin(request.ResultMetadata, timeoutMillis, deadline, alarm, alarmAt));
        writer.Enqueue(pending, underWay);
        timeouts.Watch(Math.Min(deadline, alarmAt));
        if (IsClosed) AbandonAll();
        return sent;
    }

    /// <summary>Closes the connection; requests in flight fail.</summary>
    public async ValueTask DisposeAsync()
    {
        Close(null);
        await closed.Task;
    }

    /// <summary>The wire is done with a request.</summary>
    internal void OnLanded(bool expired)
    {
        Interlocked.Decrement(ref inFlight);
        if (expired) Interlocked.Decrement(ref timedOut);
    }

    internal void OnAnswered(PendingRequest pending) => writer.OnAnswered(pending);

    internal void OnExpiring()
    {
        if (Interlocked.Increment(ref timedOut) < settings.DefunctReadTimeoutThreshold) return;
        ThreadPool.UnsafeQueueUserWorkItem(static self => self.CloseIfDefunct(), this, preferLocal: false);
    }

    internal void OnNotExpired() => Interlocked.Decrement(ref timedOut);

    internal void Reuse(PendingRequest pending) => idle.Enqueue(pending);

    internal void Close(Exception? cause)
    {
        if (Interlocked.Exchange(ref closing, 1) == 0)
        {
            Volatile.Write(ref reason, cause);
            heartbeat?.Dispose();
            stream.Dispose();
            timeouts.Dispose();
            closed.TrySetResult(cause);
        }

        AbandonAll();
    }

    private void StartHeartbeat()
    {
        heartbeat = new Heartbeat(this, settings);
        if (IsClosed) heartbeat.Dispose();
    }

    private void CloseIfDefunct()
    {
        if (TimedOut >= settings.DefunctReadTimeoutThreshold) Close(new OperationTimedOutException(EndPoint, settings.HeartBeatTimeoutMillis));
    }

    private PendingRequest Take()
    {
        if (idle.TryDequeue(out var pending)) return pending;
        pending = new PendingRequest(this);
        timeouts.Add(pending);
        return pending;
    }

    /// <summary>A node that breaks the protocol is told to those who wait; a lost connection is one of two kinds.</summary>
    private void AbandonAll()
    {
        var broken = Volatile.Read(ref reason) is DriverInternalError or DriverException ? reason : null;
        foreach (var pending in writer.RemoveAll()) pending.Abandon(NeverSent());
        foreach (var pending in streams.RemoveAll()) pending.Abandon(broken ?? new SocketException((int)SocketError.ConnectionReset));
    }

    private static SocketException NeverSent() => new((int)SocketError.NotConnected);

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                while (reader.TryRead(out var header, out var body)) Dispatch(header, body);
                reader.Add(await new Receiving(stream.ReadAsync(reader.Room()), writer));
            }
        }
        catch (Exception e)
        {
            writer.HandOut();
            Close(e);
        }
    }

    private void Dispatch(in FrameHeader header, byte[] body)
    {
        Volatile.Write(ref received, received + 1);
        if (header.Stream == FrameHeader.EventStream && header.Opcode == Opcode.Event)
        {
            if (EventDecoder.Decode(body) is { } change) settings.OnEvent?.Invoke(change);
            return;
        }

        if (header.Version != (ProtocolVersion | FrameHeader.ResponseBit)) throw Refusal(header, body);
        if (streams.Remove(header.Stream) is not { } pending) throw Unasked(header, body);
        if (ProtocolVersion >= ProtocolVersions.V5 && !segmented && header.Opcode is Opcode.Ready or Opcode.Authenticate) StartSegments();
        pending.Answer(header, body);
        writer.OnStreamFree();
    }

    /// <summary>The answer to STARTUP is the last message outside of segments, in both directions.</summary>
    private void StartSegments()
    {
        segmented = true;
        reader.StartSegments();
        writer.Segmented = true;
    }

    /// <summary>After an error without a request nobody knows which one it ended: all of them are in doubt, as when the connection breaks.</summary>
    private static Exception Unasked(in FrameHeader header, byte[] body) => header.Opcode == Opcode.Error && ResponseDecoder.Decode(header, body) is ErrorResponse error
        ? new IOException($"A node reports an error without saying of which request: {error.Exception.Message}", error.Exception)
        : new DriverInternalError("A node answers a request that was not sent");

    private Exception Refusal(in FrameHeader header, byte[] body) => ResponseDecoder.Decode(header, body) is ErrorResponse { Exception: ProtocolErrorException refusal }
        ? new UnsupportedProtocolVersionException(ProtocolVersion, refusal.Message)
        : new DriverInternalError("A message of a node has a version that was not agreed on");
}

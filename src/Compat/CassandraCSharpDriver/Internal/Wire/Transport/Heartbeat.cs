namespace Cassandra.Internal.Wire;

/// <summary>Tries a connection that has received nothing for a while, and closes it when no answer comes.</summary>
internal sealed class Heartbeat : IDisposable
{
    private static readonly QueryRequest Probe = new("SELECT key FROM system.local", new QueryParameters(ConsistencyLevel.One));

    private readonly Connection connection;
    private readonly int timeoutMillis;
    private readonly ITimer timer;
    private long seen = -1;
    private int probing;

    public Heartbeat(Connection connection, ConnectionSettings settings)
    {
        this.connection = connection;
        timeoutMillis = settings.HeartBeatTimeoutMillis;
        var interval = TimeSpan.FromMilliseconds(settings.HeartBeatIntervalMillis);
        timer = settings.TimeProvider.CreateTimer(static self => _ = ((Heartbeat)self!).BeatAsync(), this, interval, interval);
    }

    public void Dispose() => timer.Dispose();

    private async Task BeatAsync()
    {
        var received = connection.Received;
        if (Interlocked.Exchange(ref seen, received) != received || connection.IsClosed) return;
        if (Interlocked.Exchange(ref probing, 1) != 0) return;
        try
        {
            await connection.SendAsync(Probe, timeoutMillis);
        }
        catch (Exception e)
        {
            connection.Close(e);
        }
        finally
        {
            Volatile.Write(ref probing, 0);
        }
    }
}

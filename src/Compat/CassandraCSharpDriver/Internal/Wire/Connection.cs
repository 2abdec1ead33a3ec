using System.Net;

namespace Cassandra.Internal.Wire;

/// <summary>One socket to one node: many requests in flight, told apart by their stream ids.</summary>
internal sealed class Connection : IAsyncDisposable
{
    public IPEndPoint EndPoint { get; private init; } = null!;

    public byte ProtocolVersion { get; }

    /// <summary>Requests that wait to be sent or answered.</summary>
    public int InFlight { get; }

    /// <summary>Requests that were given up and are still not answered.</summary>
    public int TimedOut { get; }

    public bool IsClosed => Closed.IsCompleted;

    /// <summary>Ends when the connection is closed, with what closed it; null when its owner did.</summary>
    public Task<Exception?> Closed { get; } = null!;

    /// <summary>Connects and logs in.</summary>
    public static Task<Connection> OpenAsync(IPEndPoint endPoint, ConnectionSettings settings, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Sends a request; must be awaited (or made a Task) exactly once.</summary>
    public ValueTask<Response> SendAsync(IRequest request, int timeoutMillis) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => throw new NotSupportedException();
}

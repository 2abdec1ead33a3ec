namespace Cassandra;

/// <summary>Settings of the sockets and the time that their requests may take.</summary>
public sealed class SocketOptions
{
    /// <summary>Milliseconds that opening a connection may take by default.</summary>
    public const int DefaultConnectTimeoutMillis = 5000;

    /// <summary>Milliseconds that an answer may take by default.</summary>
    public const int DefaultReadTimeoutMillis = 12_000;

    /// <summary>Unanswered requests of one connection after which it is closed, by default.</summary>
    public const int DefaultDefunctReadTimeoutThreshold = 64;

    /// <summary>Milliseconds that opening a connection may take.</summary>
    public int ConnectTimeoutMillis { get; private set; } = DefaultConnectTimeoutMillis;

    /// <summary>Milliseconds that an answer may take; 0 for no limit.</summary>
    public int ReadTimeoutMillis { get; private set; } = DefaultReadTimeoutMillis;

    /// <summary>Whether small packets are sent at once; null leaves the system's default.</summary>
    public bool? TcpNoDelay { get; private set; } = true;

    /// <summary>Whether the system probes idle connections; null leaves the system's default.</summary>
    public bool? KeepAlive { get; private set; } = true;

    /// <summary>Bytes of the system's send buffer; null leaves the system's default.</summary>
    public int? SendBufferSize { get; private set; }

    /// <summary>Bytes of the system's receive buffer; null leaves the system's default.</summary>
    public int? ReceiveBufferSize { get; private set; }

    /// <summary>Unanswered requests of one connection after which it is closed.</summary>
    public int DefunctReadTimeoutThreshold { get; private set; } = DefaultDefunctReadTimeoutThreshold;

    /// <summary>Whether sockets are read as streams; both settings do the same here.</summary>
    public bool StreamMode { get; private set; }

    /// <summary>Sets the milliseconds that opening a connection may take.</summary>
    public SocketOptions SetConnectTimeoutMillis(int connectTimeoutMillis)
    {
        ConnectTimeoutMillis = connectTimeoutMillis;
        return this;
    }

    /// <summary>Sets the milliseconds that an answer may take; 0 for no limit.</summary>
    public SocketOptions SetReadTimeoutMillis(int milliseconds)
    {
        ReadTimeoutMillis = milliseconds;
        return this;
    }

    /// <summary>Sets whether small packets are sent at once.</summary>
    public SocketOptions SetTcpNoDelay(bool tcpNoDelay)
    {
        TcpNoDelay = tcpNoDelay;
        return this;
    }

    /// <summary>Sets whether the system probes idle connections.</summary>
    public SocketOptions SetKeepAlive(bool keepAlive)
    {
        KeepAlive = keepAlive;
        return this;
    }

    /// <summary>Sets the bytes of the system's send buffer.</summary>
    public SocketOptions SetSendBufferSize(int sendBufferSize)
    {
        SendBufferSize = sendBufferSize;
        return this;
    }

    /// <summary>Sets the bytes of the system's receive buffer.</summary>
    public SocketOptions SetReceiveBufferSize(int receiveBufferSize)
    {
        ReceiveBufferSize = receiveBufferSize;
        return this;
    }

    /// <summary>Sets the unanswered requests of one connection after which it is closed.</summary>
    public SocketOptions SetDefunctReadTimeoutThreshold(int amountOfTimeouts)
    {
        DefunctReadTimeoutThreshold = amountOfTimeouts;
        return this;
    }

    /// <summary>Sets whether sockets are read as streams; both settings do the same here.</summary>
    public SocketOptions SetStreamMode(bool useStreamMode)
    {
        StreamMode = useStreamMode;
        return this;
    }
}

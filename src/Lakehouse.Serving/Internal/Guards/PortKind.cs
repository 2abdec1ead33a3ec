namespace Lakehouse.Serving.Internal.Guards;

/// <summary>What a port serves; endpoints that are not marked are gRPC's.</summary>
internal enum PortKind
{
    Grpc,
    Rest,
}

/// <summary>Marks endpoints of another kind than gRPC.</summary>
/// <param name="Kind">The kind.</param>
internal sealed record PortMark(PortKind Kind);

/// <summary>The ports that the server listens on, known once it does; by the connection's own port, since a Host header says what the client likes.</summary>
internal sealed class Ports
{
    private volatile int rest = -1;

    /// <summary>The port of REST; negative for none.</summary>
    public int Rest
    {
        get => rest;
        set => rest = value;
    }

    public PortKind KindOf(int localPort) => localPort == rest ? PortKind.Rest : PortKind.Grpc;
}

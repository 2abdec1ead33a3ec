using System.Net;
using System.Net.Sockets;

namespace Lakehouse.Cli.Cluster;

/// <summary>Ports of this machine.</summary>
internal static class FreePort
{
    /// <summary>The wanted port where it is free, else any free one.</summary>
    public static int Near(int wanted) => IsFree(wanted) ? wanted : Any();

    public static int Any()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

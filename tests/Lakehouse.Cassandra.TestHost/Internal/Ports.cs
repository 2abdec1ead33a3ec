using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Lakehouse.Cassandra.TestHost;

/// <summary>Ports below the range from which the system serves outgoing connections.</summary>
internal static class Ports
{
    private const int Lowest = 15_000;
    private const int Highest = 32_000;

    /// <summary>Two neighbouring ports that are free on all addresses: for clients, and for the nodes among themselves.</summary>
    public static int NextPair(IReadOnlyCollection<IPAddress> addresses)
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest / 2, Highest / 2) * 2;
            if (addresses.All(a => IsFree(a, port) && IsFree(a, port + 1))) return port;
        }
    }

    private static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}

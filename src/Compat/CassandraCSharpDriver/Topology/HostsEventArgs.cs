using System.Net;

namespace Cassandra;

/// <summary>Says that a host came, went, or changed its state.</summary>
public class HostsEventArgs : EventArgs
{
    internal HostsEventArgs(IPEndPoint address, Kind what)
    {
        Address = address;
        What = what;
    }

    /// <summary>What can happen to a host.</summary>
    public enum Kind
    {
        /// <summary>It answers again.</summary>
        Up,

        /// <summary>It is believed not to answer.</summary>
        Down,
    }

    /// <summary>The host.</summary>
    public IPEndPoint Address { get; }

    /// <summary>What happened.</summary>
    public Kind What { get; }
}

using System.Net;

namespace Cassandra;

/// <summary>Maps the addresses that nodes tell to those at which a client reaches them.</summary>
public interface IAddressTranslator
{
    /// <summary>The address at which this client reaches the node that tells an address.</summary>
    IPEndPoint Translate(IPEndPoint address);
}

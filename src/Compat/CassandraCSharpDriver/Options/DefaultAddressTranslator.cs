using System.Net;

namespace Cassandra;

/// <summary>Takes the addresses as the nodes tell them.</summary>
public sealed class DefaultAddressTranslator : IAddressTranslator
{
    /// <inheritdoc />
    public IPEndPoint Translate(IPEndPoint address) => address;
}

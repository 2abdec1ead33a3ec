using System.Net;

namespace Cassandra;

/// <summary>What a cluster starts from.</summary>
public interface IInitializer
{
    /// <summary>The addresses that are tried first.</summary>
    ICollection<IPEndPoint> ContactPoints { get; }

    /// <summary>Everything else.</summary>
    Configuration GetConfiguration();
}

using Grpc.Net.Client.Balancer;

namespace Lakehouse.Client.Internal;

/// <summary>Gives the channel what turns names into addresses: those of the replicas, and DNS that is asked again.</summary>
internal sealed class Resolvers(IReadOnlyList<Uri> replicas) : IServiceProvider
{
    /// <summary>New replicas behind a name are found within this time; that of a lost connection is asked at once.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(15);

    public object? GetService(Type serviceType) => serviceType == typeof(IEnumerable<ResolverFactory>)
        ? new ResolverFactory[] { new StaticResolverFactory(_ => [.. replicas.Select(r => new BalancerAddress(r.Host, r.Port))]), new DnsResolverFactory(AskAgain) }
        : null;
}

using Lakehouse.Online;
using Lakehouse.Online.Cache;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Lakehouse.Serving.Internal.Cache;

/// <summary>The near cache in front of the store, and the short way of calls that it can answer.</summary>
internal static class CachePart
{
    public static void Add(IServiceCollection services, IOnlineReader store, ServingOptions options, TimeProvider clock)
    {
        if (options.Cache is null)
        {
            services.AddSingleton(store);
            return;
        }

        var cache = new NearCache(store, options.Cache, clock);
        // As made here, since a container disposes of what it makes itself, and the store is the caller's.
        services.AddSingleton(cache).AddSingleton<IOnlineReader>(cache).AddSingleton<FastPath>();
    }

    /// <summary>Puts the short way before the method's handler.</summary>
    public static void Use(GrpcServiceEndpointConventionBuilder method, IServiceProvider services)
    {
        if (services.GetService<FastPath>() is { } fast) method.Finally(endpoint => endpoint.RequestDelegate = fast.Before(endpoint.RequestDelegate!));
    }
}

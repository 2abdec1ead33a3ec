using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>What security adds to the server: services, a middleware before routing, and TLS on its ports.</summary>
internal static class SecurityPart
{
    public static void Add(IServiceCollection services, ServingOptions options) => services.AddSingleton<AccessGate>();

    /// <summary>Before routing and after what counts requests.</summary>
    public static void Use(WebApplication app)
    {
    }

    /// <summary>Makes a port one of TLS where that is configured; for every port that serves features.</summary>
    public static void Secure(ListenOptions listen, ServingOptions options)
    {
    }
}

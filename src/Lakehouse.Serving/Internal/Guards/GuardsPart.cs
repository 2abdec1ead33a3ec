using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Lakehouse.Serving.Internal.Guards;

/// <summary>What guards add to the server: limits of connections, and the first middleware.</summary>
internal static class GuardsPart
{
    /// <summary>Header fields of one call; gRPC clients send about ten.</summary>
    private const int MostHeaders = 100;

    /// <summary>JSON takes more bytes than protobuf for the same request. Messages of gRPC have their own limit, which also counts what is compressed.</summary>
    private const int JsonIsLonger = 4;
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingIsLost = TimeSpan.FromSeconds(20);

    public static void Add(IServiceCollection services) => services.AddSingleton<Ports>().AddSingleton<MessageBudget>().AddSingleton<MessageGuard>().AddSingleton<HandlerMark>();

    public static void Limit(KestrelServerLimits kestrel, ServingOptions options)
    {
        var limits = options.Limits;
        var rate = new MinDataRate(limits.MinBytesPerSecond, limits.Patience);
        (kestrel.MinRequestBodyDataRate, kestrel.MinResponseDataRate) = (rate, rate);
        (kestrel.MaxConcurrentConnections, kestrel.KeepAliveTimeout, kestrel.RequestHeadersTimeout) = (limits.MaxConnections, limits.IdleConnection, limits.Patience);
        (kestrel.MaxRequestHeadersTotalSize, kestrel.MaxRequestHeaderCount, kestrel.MaxRequestBodySize) =
            (limits.MaxHeaderBytes, MostHeaders, (long)options.MaxRequestBytes * JsonIsLonger);
        (kestrel.Http2.MaxStreamsPerConnection, kestrel.Http2.MaxRequestHeaderFieldSize) = (limits.MaxCallsPerConnection, limits.MaxHeaderBytes);
        (kestrel.Http2.KeepAlivePingDelay, kestrel.Http2.KeepAlivePingTimeout) = (PingAfter, PingIsLost);
    }

    public static void Use(WebApplication app) => app.UseMiddleware<CallGuard>();
}

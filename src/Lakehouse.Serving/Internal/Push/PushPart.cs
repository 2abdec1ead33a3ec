using Lakehouse.Serving.Internal.Guards;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Lakehouse.Serving.Internal.Push;

/// <summary>PushService, where the server has a place for events.</summary>
internal static class PushPart
{
    public static void Add(IServiceCollection services, ServingOptions options)
    {
        if (options.Push is { } sink) services.AddSingleton(sink).AddSingleton<PushErrors>().AddSingleton<PushCalls>();
    }

    public static void Use(WebApplication app, ServingOptions options)
    {
        if (options.Push is not null) app.Services.GetRequiredService<MessageGuard>().Guard(app.MapGrpcService<PushGrpcService>());
    }
}

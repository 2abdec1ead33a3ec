using Microsoft.Extensions.DependencyInjection;

namespace Lakehouse.Serving.Internal.Warm;

/// <summary>The warm-up as a part of the service.</summary>
internal static class WarmPart
{
    public static void Add(IServiceCollection services) => services.AddSingleton<WarmUp>().AddHostedService(s => s.GetRequiredService<WarmUp>());
}

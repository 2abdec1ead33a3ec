using System.Net;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lakehouse.Serving.Internal;

/// <summary>Health alone on a port without TLS and credentials, for probes that know neither: a listener of its own, from which no path leads to features.</summary>
internal sealed class HealthEndpoint(ServingOptions options, HealthServiceImpl health) : IHostedService, IAsyncDisposable
{
    private WebApplication? app;

    /// <summary>Where it listens; null while it does not.</summary>
    public Uri? Address => app is null ? null : new(app.Urls.Single());

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.HealthPort is not { } port) return;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Parse(options.Address), port, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRouting().AddSingleton(health).AddGrpc();
        var built = builder.Build();
        built.MapGrpcService<HealthServiceImpl>();
        try
        {
            await built.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await built.DisposeAsync();
            throw new ServingException($"Port {port} of {options.Address} is taken by another program; stop it, or choose another port for health (0 takes a free one).", e);
        }

        app = built;
    }

    public Task StopAsync(CancellationToken cancellationToken) => app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => app?.DisposeAsync() ?? ValueTask.CompletedTask;
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>The Prometheus endpoint: a listener of its own, so that no path of the service leads to it and none of its own to the service.</summary>
internal sealed class MetricsEndpoint(ServingOptions options, MetricCatalog catalog) : IHostedService, IAsyncDisposable
{
    private WebApplication? app;

    /// <summary>Where it listens; null while it does not.</summary>
    public Uri? Address => app is null ? null : new($"{app.Urls.Single()}/metrics");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Telemetry.MetricsPort is not { } port) return;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Parse(options.Address), port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var built = builder.Build();
        built.Run(AnswerAsync);
        try
        {
            await built.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await built.DisposeAsync();
            throw new ServingException($"Port {port} of {options.Address} is taken by another program; stop it, or choose another port for metrics (0 takes a free one).", e);
        }

        app = built;
    }

    public Task StopAsync(CancellationToken cancellationToken) => app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => app?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path != "/metrics")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        context.Response.ContentType = PrometheusText.ContentType;
        return context.Response.WriteAsync(PrometheusText.Write(catalog.Families), context.RequestAborted);
    }
}

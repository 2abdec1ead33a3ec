using System.Net;
using Grpc.AspNetCore.Server.Model;
using Lakehouse.Online;
using Lakehouse.Online.Failover;
using Lakehouse.Serving.Internal;
using Lakehouse.Serving.Internal.Cache;
using Lakehouse.Serving.Internal.Guards;
using Lakehouse.Serving.Internal.Rest;
using Lakehouse.Serving.Internal.Push;
using Lakehouse.Serving.Internal.Security;
using Lakehouse.Serving.Internal.Telemetry;
using Lakehouse.Serving.Internal.Warm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving;

/// <summary>A running feature service: <c>lakehouse.serving.v1.FeatureService</c>, health and reflection over HTTP/2 without TLS.</summary>
public sealed class FeatureServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private FeatureServer(WebApplication app)
    {
        this.app = app;
        // In the order in which they were opened.
        var urls = app.Urls.ToList();
        Address = new(urls[0]);
        if (urls.Count > 1) RestAddress = new(urls[1]);
        app.Services.GetRequiredService<Ports>().Rest = RestAddress?.Port ?? -1;
        HealthAddress = app.Services.GetRequiredService<HealthEndpoint>().Address;
        MetricsAddress = app.Services.GetRequiredService<MetricsEndpoint>().Address;
    }

    /// <summary>Where it listens, with the port that it got.</summary>
    public Uri Address { get; }

    /// <summary>Where it answers JSON and probes; null where <see cref="ServingOptions.Rest"/> is.</summary>
    public Uri? RestAddress { get; }

    /// <summary>Where health alone is asked; null where <see cref="ServingOptions.HealthPort"/> is.</summary>
    public Uri? HealthAddress { get; }

    /// <summary>Where Prometheus reads; null where <see cref="TelemetryOptions.MetricsPort"/> is.</summary>
    public Uri? MetricsAddress { get; }

    /// <summary>Starts the service.</summary>
    /// <param name="sets">Where sets are found.</param>
    /// <param name="store">The online store, or several as a <see cref="FailoverReader"/>; stays the caller's to dispose, after the server.</param>
    /// <param name="options">Address, limits, logs.</param>
    /// <param name="clock">Gives the instant of lookups that name none.</param>
    /// <param name="ct">Cancels the start.</param>
    /// <exception cref="ServingException">Options are not valid, or the port is taken.</exception>
    public static async Task<FeatureServer> StartAsync(ISetSource sets, IOnlineReader store, ServingOptions options, TimeProvider clock, CancellationToken ct)
    {
        options.Validate();
        var built = Build(sets, store, options, clock);
        try
        {
            await built.StartAsync(ct);
            return new(built);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await built.DisposeAsync();
            var rest = options.Rest is { } other ? $", or port {other.Port} for REST," : "";
            throw new ServingException($"Port {options.Port}{rest} of {options.Address} is taken by another program; stop it, or choose another port (0 takes a free one).", e);
        }
        catch
        {
            await built.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for SIGTERM, Ctrl+C or <paramref name="ct"/>, then ends running calls and stops.</summary>
    public Task WaitForShutdownAsync(CancellationToken ct) => app.WaitForShutdownAsync(ct);

    /// <summary>Ends running calls and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static WebApplication Build(ISetSource sets, IOnlineReader store, ServingOptions options, TimeProvider clock)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        var metrics = new ServingMetrics(clock);
        var stores = store as FailoverReader;
        store = TelemetryPart.Measure(store, options, metrics, clock);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            GuardsPart.Limit(kestrel.Limits, options);
            kestrel.Listen(IPAddress.Parse(options.Address), options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                SecurityPart.Secure(listen, options);
            });
            RestPart.Listen(kestrel, options);
        });
        Log(builder.Logging, options);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        builder.Services.AddRouting();
        var services = builder.Services.AddGrpc(
            grpc =>
            {
                (grpc.MaxReceiveMessageSize, grpc.ResponseCompressionAlgorithm) = (options.MaxRequestBytes, options.CompressAnswers ? "gzip" : null);
                grpc.Interceptors.Add<HandlerMark>();
            });
        RestPart.Add(builder.Services, services, options);
        GuardsPart.Add(builder.Services);
        builder.Services.AddGrpcReflection();
        builder.Services.AddSingleton(options).AddSingleton(clock).AddSingleton(sets);
        CachePart.Add(builder.Services, store, options, clock);
        SecurityPart.Add(builder.Services, options);
        TelemetryPart.Add(builder.Services, options, metrics);
        WarmPart.Add(builder.Services);
        builder.Services.AddSingleton<ServedSets>().AddSingleton<Failures>().AddSingleton<Lookups>()
            .AddSingleton<FeatureStreams>().AddSingleton<SetDirectory>().AddSingleton<FeatureGrpcService>();
        builder.Services.AddSingleton<HotFeatures>().AddSingleton<IServiceMethodProvider<HotFeatures>, HotFeatures.Provider>();
        builder.Services.AddSingleton<Drain>().AddHostedService(services => services.GetRequiredService<Drain>());
        builder.Services.AddSingleton<HealthEndpoint>().AddHostedService(services => services.GetRequiredService<HealthEndpoint>());
        var checks = builder.Services.AddGrpcHealthChecks(health =>
            {
                health.Services.Map("", check => check.Tags.Contains("ready"));
                health.Services.Map("live", check => check.Tags.Contains("live"));
                foreach (var name in stores?.Names ?? []) health.Services.Map(StoreCheck.NameOf(name), check => check.Tags.Contains(StoreCheck.NameOf(name)));
            })
            .AddCheck("live", () => HealthCheckResult.Healthy(), tags: ["live"])
            .AddCheck<ReadinessCheck>("ready", failureStatus: null, tags: ["ready"], ReadinessCheck.Limit);
        foreach (var name in stores?.Names ?? []) checks.AddCheck(StoreCheck.NameOf(name), new StoreCheck(stores!, name), tags: [StoreCheck.NameOf(name)]);
        builder.Services.Configure<HealthCheckPublisherOptions>(health => (health.Delay, health.Period) = (TimeSpan.Zero, TimeSpan.FromSeconds(1)));

        PushPart.Add(builder.Services, options);

        var built = builder.Build();
        if (stores is not null) LogChanges(stores, built.Services.GetRequiredService<ILogger<FeatureServer>>());
        GuardsPart.Use(built);
        SecurityPart.Use(built);
        var guard = built.Services.GetRequiredService<MessageGuard>();
        guard.Guard(built.MapGrpcService<FeatureGrpcService>());
        var hot = built.MapGrpcService<HotFeatures>();
        guard.Guard(hot);
        hot.Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = -1);
        CachePart.Use(hot, built.Services);
        PushPart.Use(built, options);
        guard.Guard(built.MapGrpcHealthChecksService());
        guard.Guard(built.MapGrpcReflectionService());
        RestPart.Map(built, options);
        return built;
    }

    private static void LogChanges(FailoverReader stores, ILogger log) => stores.Changed += (_, change) =>
    {
        if (change.IsUp) ServingLog.StoreIsBack(log, change.Store);
        else ServingLog.StoreLeftAlone(log, change.Store, change.Cause);
    };

    private static void Log(ILoggingBuilder logging, ServingOptions options)
    {
        logging.SetMinimumLevel(LogLevel.Warning);
        // At any other level each request gets an activity and a log scope, enabled or not.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // A client that sends broken frames must not be able to fill the log; what fails inside a call is logged by the service itself.
        logging.AddFilter("Grpc", LogLevel.None).AddFilter("Microsoft.AspNetCore.Grpc", LogLevel.None);
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        // A failed start reaches the caller as a ServingException, which says what to do.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (options.Logging is { } configure) configure(logging);
        else LogFormat.Add(logging, options.Telemetry.JsonLogs);
    }
}

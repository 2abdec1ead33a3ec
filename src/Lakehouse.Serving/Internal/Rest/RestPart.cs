using System.Net;
using Grpc.AspNetCore.Server;
using Lakehouse.Serving.Internal.Guards;
using Lakehouse.Serving.Internal.Security;
using Lakehouse.Serving.Internal.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Lakehouse.Serving.Internal.Rest;

/// <summary>JSON over HTTP/1.1 and probes, on a port of their own.</summary>
internal static class RestPart
{
    public static void Add(IServiceCollection services, IGrpcServerBuilder grpc, ServingOptions options)
    {
        if (options.Rest is null) return;
        services.AddSingleton<FeatureRestService>();
        grpc.AddJsonTranscoding(json =>
        {
            // 64-bit numbers as text, as the JSON mapping of protobuf says: a double loses their last digits.
            json.JsonSettings = new() { WriteInt64sAsStrings = true };
            json.TypeRegistry = JsonErrors.Types;
        });
    }

    /// <summary>Listens; after the port of gRPC, so that it is the second address.</summary>
    public static void Listen(KestrelServerOptions kestrel, ServingOptions options)
    {
        if (options.Rest is not { } rest) return;
        kestrel.Listen(IPAddress.Parse(options.Address), rest.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            SecurityPart.Secure(listen, options);
        });
    }

    public static void Map(WebApplication app, ServingOptions options)
    {
        if (options.Rest is null) return;
        var strict = new StrictJson(options, app.Services.GetRequiredService<RefusalMetrics>());
        var service = app.MapGrpcService<FeatureRestService>();
        app.Services.GetRequiredService<MessageGuard>().GuardRest(service);
        service.Add(endpoint =>
        {
            endpoint.Metadata.Add(new PortMark(PortKind.Rest));
            if (HasBody(endpoint) && endpoint.RequestDelegate is { } answer) endpoint.RequestDelegate = strict.Before(answer);
            // Reflection tells of what gRPC clients can call; the audit trail names the method in the same way for both.
            foreach (var method in endpoint.Metadata.OfType<GrpcMethodMetadata>().ToList())
            {
                endpoint.Metadata.Remove(method);
                endpoint.Metadata.Add(new CallName(method.Method.Name));
            }
        });
        Probe(app, "/healthz/ready", "ready");
        Probe(app, "/healthz/live", "live");
    }

    private static bool HasBody(EndpointBuilder endpoint) => endpoint.Metadata.OfType<IHttpMethodMetadata>().Any(m => m.HttpMethods.Contains(HttpMethods.Post));

    private static void Probe(IEndpointRouteBuilder app, string path, string tag) =>
        app.MapHealthChecks(path, new HealthCheckOptions { Predicate = check => check.Tags.Contains(tag) }).WithMetadata(new PortMark(PortKind.Rest));
}

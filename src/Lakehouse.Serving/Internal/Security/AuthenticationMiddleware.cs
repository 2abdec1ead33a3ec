using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Lakehouse.Serving.Internal.Audit;
using Microsoft.AspNetCore.Http;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>Lets nothing past without a caller, except health, and reflection where it is open: what is added to the server later is closed by default.</summary>
internal sealed class AuthenticationMiddleware(SecurityState state, Authenticator authenticator, AuditWriter audit, TimeProvider clock)
{
    private const string Health = "/grpc.health.v1.Health/";
    private const string Probes = "/healthz/";
    private const string Reflection = "/grpc.reflection.";

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var policy = state.Policy;
        if (!policy.IsEnabled) return next(http);
        if (authenticator.Known(http) is not { } identity) return IsOpen(policy, http.Request.Path.Value ?? "") ? next(http) : FindAsync(http, next);
        http.Features.Set(identity);
        return next(http);
    }

    private static bool IsOpen(Policy policy, string path) =>
        path.StartsWith(Health, StringComparison.Ordinal) || path.StartsWith(Probes, StringComparison.Ordinal)
        || (policy.Settings.OpenReflection && path.StartsWith(Reflection, StringComparison.Ordinal));

    private async Task FindAsync(HttpContext http, RequestDelegate next)
    {
        var found = await authenticator.FindAsync(http);
        if (found.Caller is { } caller)
        {
            http.Features.Set(CallIdentity.Of(http, caller));
            await next(http);
            return;
        }

        audit.AddRefused(AuditEvent.Begin(http, CallIdentity.Of(http, Caller.Unknown), LastPart(http.Request.Path.Value ?? ""), "", keys: 0, clock), StatusCode.Unauthenticated, found.Reason!);
        await RefuseAsync(http, found.Reason!, found.Text!);
    }

    private static string LastPart(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static Task RefuseAsync(HttpContext http, string reason, string text)
    {
        var response = http.Response;
        if (http.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true)
        {
            response.ContentType = "application/grpc";
            response.Headers["grpc-status"] = ((int)StatusCode.Unauthenticated).ToString();
            response.Headers["grpc-message"] = text;
            response.Headers[GrpcErrors.DetailsKey] = Convert.ToBase64String(GrpcErrors.Details(StatusCode.Unauthenticated, reason, text, more: null, []).ToByteArray()).TrimEnd('=');
            return Task.CompletedTask;
        }

        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = "Bearer";
        response.ContentType = "application/json";
        return response.WriteAsync(JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["code"] = (int)StatusCode.Unauthenticated,
            ["message"] = text,
            ["details"] = new[] { new Dictionary<string, string> { ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo", ["reason"] = reason, ["domain"] = GrpcErrors.Domain } },
        }));
    }
}

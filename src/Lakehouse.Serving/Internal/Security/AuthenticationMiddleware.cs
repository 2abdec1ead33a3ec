using Grpc.Core;
using Lakehouse.Serving.Internal.Audit;
using Lakehouse.Serving.Internal.Guards;
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

        audit.AddRefused(AuditEvent.Begin(http, CallIdentity.Of(http, Caller.Unknown), CallName.Of(http), "", keys: 0, clock), StatusCode.Unauthenticated, found.Reason!);
        await Refusal.WriteAsync(http, Refusals.Unauthenticated(found.Reason!, found.Text!));
    }
}

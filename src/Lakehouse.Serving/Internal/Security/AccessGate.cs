using Grpc.Core;
using Lakehouse.Serving.Internal.Audit;
using Lakehouse.Serving.Internal.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>Who may read what and how much: asked at the beginning of every call that reads a set, and told its end.</summary>
internal sealed class AccessGate(SecurityState state, Quotas quotas, AuditWriter audit, RefusalMetrics refusals, TimeProvider clock)
{
    /// <summary>Lets a call in, or refuses it before anything about the set is known.</summary>
    /// <param name="http">The request; its caller was found before routing.</param>
    /// <param name="call">The method's name, for example <c>GetFeatures</c>.</param>
    /// <param name="set">The set as the request names it.</param>
    /// <param name="keys">The number of keys asked for; 0 for what reads no rows.</param>
    /// <exception cref="RpcException">UNAUTHENTICATED, PERMISSION_DENIED, RESOURCE_EXHAUSTED or UNAVAILABLE, with stable reasons.</exception>
    public AccessTicket Enter(HttpContext http, string call, string set, int keys)
    {
        var policy = state.Policy;
        if (!policy.IsEnabled) return default;
        var access = Admit(http, policy, call, set, keys, out var begun);
        if (!access.MayRead(set)) throw Refuse(begun, StatusCode.PermissionDenied, Reasons.AccessDenied, Refusals.Denied("read this set"));
        return new(begun);
    }

    /// <summary>The same for a call that shows what there is: it names no set, and shows only those that <see cref="MayRead"/> allows.</summary>
    /// <param name="http">The request.</param>
    /// <param name="call">The method's name.</param>
    /// <exception cref="RpcException">UNAUTHENTICATED, RESOURCE_EXHAUSTED or UNAVAILABLE, with stable reasons.</exception>
    public AccessTicket EnterList(HttpContext http, string call)
    {
        var policy = state.Policy;
        if (!policy.IsEnabled) return default;
        _ = Admit(http, policy, call, set: "", keys: 0, out var begun);
        return new(begun);
    }

    /// <summary>The same for events that are pushed to a contract.</summary>
    /// <param name="http">The request.</param>
    /// <param name="contract">The contract, <c>name@N</c>.</param>
    /// <param name="events">The number of events, which counts as keys do.</param>
    /// <exception cref="RpcException">UNAUTHENTICATED, PERMISSION_DENIED, RESOURCE_EXHAUSTED or UNAVAILABLE, with stable reasons.</exception>
    public AccessTicket EnterPush(HttpContext http, string contract, int events)
    {
        var policy = state.Policy;
        if (!policy.IsEnabled) return default;
        _ = Admit(http, policy, "Push", contract, events, out var begun);
        if (!policy.MayPush(begun.Identity!.Caller, contract))
            throw Refuse(begun, StatusCode.PermissionDenied, Reasons.AccessDenied, Refusals.Denied("push to this contract"));
        return new(begun);
    }

    /// <summary>Ends a call that was let in.</summary>
    public void Leave(in AccessTicket ticket, StatusCode status)
    {
        if (ticket.Event.Identity is not null) audit.Add(ticket.Event, status);
    }

    /// <summary>Whether the caller may read a set: lists show no other.</summary>
    public bool MayRead(HttpContext http, string set)
    {
        var policy = state.Policy;
        return !policy.IsEnabled || (http.Features.Get<CallIdentity>() is { } identity && identity.Caller.AccessUnder(policy, quotas).MayRead(set));
    }

    /// <summary>The caller, whose credential still holds, within its quota; the quota comes first, so that refused calls are bounded, too.</summary>
    private CallerAccess Admit(HttpContext http, Policy policy, string call, string set, int keys, out AuditEvent begun)
    {
        var identity = http.Features.Get<CallIdentity>() ?? throw Refusals.Unauthenticated(Reasons.CredentialMissing, "Calls need credentials.");
        begun = AuditEvent.Begin(http, identity, call, set, keys, clock);
        var caller = identity.Caller;
        if (caller.ExpiresAtMicros <= begun.AtMicros || !state.Credentials.StillProve(caller))
            throw Refuse(begun, StatusCode.Unauthenticated, Reasons.CredentialExpired, Refusals.Unauthenticated(Reasons.CredentialExpired, "The credential has expired or was revoked."));
        var access = caller.AccessUnder(policy, quotas);
        if (access.Buckets.Calls is { } calls && !calls.TryTake(1, begun.StartedAt, out var wait))
            throw Refuse(begun, StatusCode.ResourceExhausted, Reasons.QuotaCalls, Refusals.OverQuota(Reasons.QuotaCalls, wait));
        if (access.Buckets.Keys is { } rows && keys > 0 && !rows.TryTake(keys, begun.StartedAt, out wait))
            throw Refuse(begun, StatusCode.ResourceExhausted, Reasons.QuotaKeys, Refusals.OverQuota(Reasons.QuotaKeys, wait));
        if (!audit.MustRefuse) return access;
        refusals.Count(Reasons.AuditUnavailable);
        throw Refusals.AuditUnavailable();
    }

    private RpcException Refuse(in AuditEvent begun, StatusCode status, string reason, RpcException refusal)
    {
        audit.AddRefused(begun, status, reason);
        return refusal;
    }
}

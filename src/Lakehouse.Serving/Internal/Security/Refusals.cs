using Grpc.Core;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>Refusals as clients get them: a status, a text, and details of google.rpc with a stable reason.</summary>
internal static class Refusals
{
    /// <summary>The same for a set that is not registered and for one that the caller may not read.</summary>
    public static RpcException Denied(string what) => GrpcErrors.Make(
        StatusCode.PermissionDenied, Reasons.AccessDenied, $"The caller may not {what}, or it does not exist; rules stand in serving.security of lakehouse.yaml.");

    public static RpcException Unauthenticated(string reason, string text) => GrpcErrors.Make(StatusCode.Unauthenticated, reason, text);

    public static RpcException OverQuota(string reason, TimeSpan wait) => GrpcErrors.Later(
        StatusCode.ResourceExhausted, reason, $"The caller's quota of {(reason == Reasons.QuotaKeys ? "keys" : "calls")} is used up; try again after the time in RetryInfo.", wait);

    public static RpcException AuditUnavailable() =>
        GrpcErrors.Later(
            StatusCode.Unavailable, Reasons.AuditUnavailable, "The audit trail cannot be written now, and calls that it would not record are refused; try again.", TimeSpan.FromSeconds(1));
}

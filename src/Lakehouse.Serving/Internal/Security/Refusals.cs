using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Grpc.Core.Status;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>Refusals as clients get them: a status, a text, and details of google.rpc with a stable reason.</summary>
internal static class Refusals
{
    public const string Domain = GrpcErrors.Domain;
    public const string DetailsKey = "grpc-status-details-bin";

    /// <summary>The same for a set that is not registered and for one that the caller may not read.</summary>
    public static RpcException Denied(string what) => Of(StatusCode.PermissionDenied, Reasons.AccessDenied, $"The caller may not {what}, or it does not exist; rules stand in serving.security of lakehouse.yaml.");

    public static RpcException Unauthenticated(string reason, string text) => Of(StatusCode.Unauthenticated, reason, text);

    public static RpcException OverQuota(string reason, TimeSpan wait) => Of(
        StatusCode.ResourceExhausted, reason, $"The caller's quota of {(reason == Reasons.QuotaKeys ? "keys" : "calls")} is used up; try again after the time in RetryInfo.", wait);

    public static RpcException AuditUnavailable() =>
        Of(StatusCode.Unavailable, Reasons.AuditUnavailable, "The audit trail cannot be written now, and calls that it would not record are refused; try again.", TimeSpan.FromSeconds(1));

    /// <summary>The details as the trailer holds them.</summary>
    public static byte[] Details(StatusCode code, string reason, string text, TimeSpan? wait = null)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = text, Details = { Any.Pack(new ErrorInfo { Reason = reason, Domain = Domain }) } };
        if (wait is { } retry) status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(retry) }));
        return status.ToByteArray();
    }

    private static RpcException Of(StatusCode code, string reason, string text, TimeSpan? wait = null) =>
        new(new Status(code, text), new Metadata { { DetailsKey, Details(code, reason, text, wait) } });
}

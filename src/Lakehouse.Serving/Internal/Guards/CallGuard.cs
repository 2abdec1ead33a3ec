using Grpc.Core;
using Lakehouse.Serving.Internal.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal.Guards;

/// <summary>The first to see a call: what the stack lets through and should not, and clean statuses for what it refuses by itself.</summary>
/// <remarks>
/// 1. A port answers only its own kind of calls.
/// 2. grpc-timeout: what is none is refused (Grpc.AspNetCore would take it for no deadline), what is over is over, what is too long is shortened.
/// 3. Bytes that are no message (unknown flags, lengths beyond reason, compressed data that is none) end with UNKNOWN before any handler began: that becomes INVALID_ARGUMENT here, with details
/// as all failures have them, and a line in the log at most once a second. Where a handler began (<see cref="HandlerMark"/>) the message was good, and the server's own failure is INTERNAL.
/// </remarks>
internal sealed class CallGuard(RequestDelegate next, Ports ports, ServingOptions options, RefusalMetrics refusals, TimeProvider clock, ILogger<CallGuard> log)
{
    private readonly Sampler rejected = new(clock);

    public Task InvokeAsync(HttpContext context)
    {
        var kind = ports.KindOf(context.Connection.LocalPort);
        if (ports.Rest >= 0 && context.GetEndpoint() is { } endpoint && kind != (endpoint.Metadata.GetMetadata<PortMark>()?.Kind ?? PortKind.Grpc)) return Unknown(context, kind);
        if (kind != PortKind.Grpc) return next(context);
        if (context.GetEndpoint() is null) return Unknown(context, kind);
        var timeout = context.Request.Headers.GrpcTimeout;
        if (timeout.Count > 0)
        {
            if (timeout.Count > 1 || !GrpcTimeout.TryParse(timeout[0], out var time))
                return Reject(context, ErrorReason.TimeoutMalformed, GrpcErrors.Make(
                    StatusCode.InvalidArgument, ErrorReason.TimeoutMalformed, "The header grpc-timeout is one to eight digits and one of H, M, S, m, u, n."));
            if (time == TimeSpan.Zero)
                return Answer(context, ErrorReason.DeadlineExceeded, GrpcErrors.Make(StatusCode.DeadlineExceeded, ErrorReason.DeadlineExceeded, "The call's deadline had passed when it began."));
            if (time > options.Limits.MaxDeadline) Shorten(context);
        }

        var call = next(context);
        return call.IsCompletedSuccessfully && !IsRefusedByStack(context.Response) ? call : EndAsync(call, context);
    }

    /// <summary>The stack ends a call at its deadline by itself; whoever asked for more is told of the limit.</summary>
    private void Shorten(HttpContext context)
    {
        var most = options.Limits.MaxDeadline;
        context.Request.Headers.GrpcTimeout = GrpcTimeout.Format(most);
        context.Response.OnStarting(() =>
        {
            if (context.Response.Headers.GrpcStatus == "4" && !context.Response.Headers.ContainsKey(GrpcErrors.DetailsKey))
            {
                Refusal.Write(context.Response.Headers, GrpcErrors.Make(
                    StatusCode.DeadlineExceeded, ErrorReason.DeadlineExceeded, "The call took longer than this server gives any call.", ("limit", FormattableString.Invariant($"{most.TotalSeconds}s"))));
            }

            return Task.CompletedTask;
        });
    }

    private static bool IsRefusedByStack(HttpResponse response) =>
        !response.HasStarted && response.Headers.GrpcStatus is [var status] && status != "0" && !response.Headers.ContainsKey(GrpcErrors.DetailsKey);

    private async Task EndAsync(Task call, HttpContext context)
    {
        await call;
        // A caller who went away hears nothing more.
        if (context.RequestAborted.IsCancellationRequested || !IsRefusedByStack(context.Response)) return;
        switch ((StatusCode)int.Parse(context.Response.Headers.GrpcStatus.ToString(), System.Globalization.CultureInfo.InvariantCulture))
        {
            case StatusCode.Unknown when HandlerMark.IsOn(context):
                await Reject(context, ErrorReason.Unexpected, Refusal.Unwritable());
                break;
            case StatusCode.ResourceExhausted:
            case StatusCode.Unknown when context.Request.ContentLength > options.MaxRequestBytes:
                await Reject(context, ErrorReason.MessageTooLarge, GrpcErrors.TooLong(options.MaxRequestBytes));
                break;
            case StatusCode.Unknown or StatusCode.Internal:
                await Reject(context, ErrorReason.MessageMalformed, GrpcErrors.Malformed("The message cannot be read: its frame or its compression is broken."));
                break;
            case StatusCode.Unimplemented:
                await Answer(context, ErrorReason.MethodUnknown, GrpcErrors.Make(
                    StatusCode.Unimplemented, ErrorReason.MethodUnknown, "The service has no such method, or does not know the compression."));
                break;
            case StatusCode.DeadlineExceeded:
                Refusal.Write(context.Response.Headers, GrpcErrors.Make(StatusCode.DeadlineExceeded, ErrorReason.DeadlineExceeded, "The call's deadline passed."));
                break;
            case StatusCode.Cancelled:
                Refusal.Write(context.Response.Headers, GrpcErrors.Make(StatusCode.Cancelled, ErrorReason.Cancelled, "The call was cancelled."));
                break;
            default:
                // What another service of the port said, such as health of a name that it does not know.
                break;
        }
    }

    private Task Unknown(HttpContext context, PortKind kind)
    {
        if (kind == PortKind.Grpc && Refusal.IsGrpc(context.Request))
            return Answer(context, ErrorReason.MethodUnknown, GrpcErrors.Make(StatusCode.Unimplemented, ErrorReason.MethodUnknown, "The service has no such method."));
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private Task Reject(HttpContext context, string reason, RpcException refusal)
    {
        // At the end, when it is known whether the caller went away amid its message, which is no broken one.
        context.Response.OnCompleted(() =>
        {
            if (!context.RequestAborted.IsCancellationRequested && rejected.TryPass(out var count))
                ServingLog.CallRejected(log, context.Connection.RemoteIpAddress?.ToString() ?? "", reason, count);
            return Task.CompletedTask;
        });
        return Answer(context, reason, refusal);
    }

    private Task Answer(HttpContext context, string reason, RpcException refusal)
    {
        refusals.Count(reason);
        context.Response.ContentType = "application/grpc";
        Refusal.Write(context.Response.Headers, refusal);
        return Task.CompletedTask;
    }
}

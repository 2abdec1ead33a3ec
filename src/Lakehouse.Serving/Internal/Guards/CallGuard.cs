using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal.Guards;

/// <summary>The first to see a call: what the stack lets through and should not, and clean statuses for what it refuses by itself.</summary>
/// <remarks>
/// 1. A port answers only its own kind of calls.
/// 2. grpc-timeout: what is none is refused (Grpc.AspNetCore would take it for no deadline), what is over is over, what is too long is shortened.
/// 3. Bytes that are no message (unknown flags, lengths beyond reason, compressed data that is none) end with UNKNOWN, which no method
/// of this service gives: it becomes INVALID_ARGUMENT here, with details as all failures have them, and a line in the log at most once a second.
/// </remarks>
internal sealed class CallGuard(RequestDelegate next, Ports ports, ServingOptions options, TimeProvider clock, ILogger<CallGuard> log)
{
    private readonly Sampler rejected = new(clock);

    private (StatusCode Code, string Reason, string Message) TooLarge =>
        (StatusCode.ResourceExhausted, ErrorReason.MessageTooLarge, $"The message is longer than the {options.MaxRequestBytes} bytes that this server takes; send several.");

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
                return Reject(context, StatusCode.InvalidArgument, ErrorReason.TimeoutMalformed, "The header grpc-timeout is one to eight digits and one of H, M, S, m, u, n.");
            if (time == TimeSpan.Zero) return Answer(context, StatusCode.DeadlineExceeded, ErrorReason.DeadlineExceeded, "The call's deadline had passed when it began.");
            if (time > options.Limits.MaxDeadline) context.Request.Headers.GrpcTimeout = GrpcTimeout.Format(options.Limits.MaxDeadline);
        }

        var call = next(context);
        return call.IsCompletedSuccessfully && !IsRefusedByStack(context.Response) ? call : EndAsync(call, context);
    }

    private static bool IsRefusedByStack(HttpResponse response) =>
        !response.HasStarted && response.Headers.GrpcStatus is [var status] && status != "0" && !response.Headers.ContainsKey(GrpcErrors.DetailsKey);

    private async Task EndAsync(Task call, HttpContext context)
    {
        await call;
        // A caller who went away hears nothing more.
        if (context.RequestAborted.IsCancellationRequested || !IsRefusedByStack(context.Response)) return;
        var (code, reason, message) = int.Parse(context.Response.Headers.GrpcStatus.ToString(), System.Globalization.CultureInfo.InvariantCulture) switch
        {
            (int)StatusCode.Unknown when context.Request.ContentLength > options.MaxRequestBytes => TooLarge,
            (int)StatusCode.Unknown or (int)StatusCode.Internal =>
                (StatusCode.InvalidArgument, ErrorReason.MessageMalformed, "The message cannot be read: its frame or its compression is broken."),
            (int)StatusCode.ResourceExhausted => TooLarge,
            (int)StatusCode.Unimplemented => (StatusCode.Unimplemented, ErrorReason.MethodUnknown, "The service has no such method, or does not know the compression."),
            (int)StatusCode.DeadlineExceeded => (StatusCode.DeadlineExceeded, ErrorReason.DeadlineExceeded, "The call's deadline passed."),
            (int)StatusCode.Cancelled => (StatusCode.Cancelled, ErrorReason.Cancelled, "The call was cancelled."),
            // What another service of the port said, such as health of a name that it does not know.
            _ => default,
        };
        if (reason is null) return;
        if (code is StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Unimplemented) Write(context.Response, code, reason, message);
        else await Reject(context, code, reason, message);
    }

    private Task Unknown(HttpContext context, PortKind kind)
    {
        if (kind == PortKind.Grpc && context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true)
        {
            return Answer(context, StatusCode.Unimplemented, ErrorReason.MethodUnknown, "The service has no such method.");
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private Task Reject(HttpContext context, StatusCode code, string reason, string message)
    {
        // At the end, when it is known whether the caller went away amid its message, which is no broken one.
        context.Response.OnCompleted(() =>
        {
            if (!context.RequestAborted.IsCancellationRequested && rejected.TryPass(out var count))
                ServingLog.CallRejected(log, context.Connection.RemoteIpAddress?.ToString() ?? "", reason, count);
            return Task.CompletedTask;
        });
        return Answer(context, code, reason, message);
    }

    private static Task Answer(HttpContext context, StatusCode code, string reason, string message)
    {
        context.Response.ContentType = "application/grpc";
        Write(context.Response, code, reason, message);
        return Task.CompletedTask;
    }

    private static void Write(HttpResponse response, StatusCode code, string reason, string message)
    {
        response.Headers.GrpcStatus = ((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture);
        response.Headers.GrpcMessage = message;
        response.Headers[GrpcErrors.DetailsKey] = Convert.ToBase64String(GrpcErrors.Details(code, reason, message, more: null, []).ToByteArray());
    }
}

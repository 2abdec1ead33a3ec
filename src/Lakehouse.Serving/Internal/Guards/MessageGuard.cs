using System.Buffers;
using System.IO.Pipelines;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Lakehouse.Serving.Internal.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lakehouse.Serving.Internal.Guards;

/// <summary>Stands before the handler of a method: large messages are counted against the <see cref="MessageBudget"/>, open streams against their limit.</summary>
/// <remarks>A small message that is there already, which is nearly every one, costs a look at its prefix.</remarks>
internal sealed class MessageGuard(MessageBudget budget, RefusalMetrics refusals, ServingOptions options)
{
    /// <summary>Requests of a PushStream that are handled at once; lookups of a stream have a limit of their own.</summary>
    private const int PushesOfStream = 10;
    private static readonly TimeSpan CalmsDownAfter = TimeSpan.FromMilliseconds(100);
    private int streams;

    /// <summary>Puts the guard before the methods of a gRPC service.</summary>
    public void Guard(IEndpointConventionBuilder service) => service.Finally(endpoint =>
    {
        if (endpoint.RequestDelegate is not { } handler) return;
        var isStream = endpoint.Metadata.OfType<GrpcMethodMetadata>().LastOrDefault()?.Method.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming;
        endpoint.RequestDelegate = isStream ? http => StreamAsync(http, handler) : http => Unary(http, handler);
    });

    /// <summary>Puts the guard before methods that take JSON.</summary>
    public void GuardRest(IEndpointConventionBuilder service) => service.Finally(endpoint =>
    {
        if (endpoint.RequestDelegate is { } handler) endpoint.RequestDelegate = http => Rest(http, handler);
    });

    private Task Unary(HttpContext http, RequestDelegate handler)
    {
        if (!http.Request.BodyReader.TryRead(out var read)) return WaitAsync(http, handler);
        var cost = CostOf(read);
        http.Request.BodyReader.AdvanceTo(read.Buffer.Start);
        return cost switch { 0 => Handle(http, handler), { } known => CountedAsync(http, handler, known), null => WaitAsync(http, handler) };
    }

    private static Task Handle(HttpContext http, RequestDelegate handler)
    {
        var call = handler(http);
        if (!call.IsCompletedSuccessfully) return EndAsync(call, http);
        SayWhy(http);
        return call;
    }

    private static async Task EndAsync(Task call, HttpContext http)
    {
        await call;
        SayWhy(http);
    }

    /// <summary>An answer that broke off amid its message ends with UNKNOWN in its trailers.</summary>
    private static void SayWhy(HttpContext http)
    {
        if (!http.Response.HasStarted || http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is not { } trailers) return;
        if (trailers.GrpcStatus == "2" && !trailers.ContainsKey(GrpcErrors.DetailsKey)) Refusal.Write(trailers, Refusal.Unwritable());
    }

    /// <summary>Until the prefix is there nothing is held.</summary>
    private async Task WaitAsync(HttpContext http, RequestDelegate handler)
    {
        var body = http.Request.BodyReader;
        long? cost;
        do
        {
            ReadResult read;
            try
            {
                read = await body.ReadAsync(http.RequestAborted);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The handler meets the same, and knows what to say.
                cost = 0;
                break;
            }

            cost = CostOf(read);
            body.AdvanceTo(read.Buffer.Start, cost is null ? read.Buffer.End : read.Buffer.Start);
        }
        while (cost is null);
        await CountedAsync(http, handler, cost.Value);
    }

    private async Task CountedAsync(HttpContext http, RequestDelegate handler, long cost)
    {
        try
        {
            budget.Take(cost);
        }
        catch (RpcException refusal)
        {
            await Refusal.WriteAsync(http, refusal);
            return;
        }

        try
        {
            await Handle(http, handler);
        }
        finally
        {
            budget.Give(cost);
        }
    }

    private async Task StreamAsync(HttpContext http, RequestDelegate handler)
    {
        try
        {
            if (Interlocked.Increment(ref streams) > options.Limits.MaxStreams)
            {
                refusals.Count(ErrorReason.Overloaded);
                await Refusal.WriteAsync(http, GrpcErrors.Later(
                    StatusCode.Unavailable, ErrorReason.Overloaded, "The server has as many open streams as it takes; try again later or elsewhere.", CalmsDownAfter,
                    ("limit", FormattableString.Invariant($"{options.Limits.MaxStreams}"))));
                return;
            }

            using var body = new CountedBody(http.Request.BodyReader, budget, Math.Max(options.Limits.MaxLookupsPerStream, PushesOfStream));
            http.Features.Set<IRequestBodyPipeFeature>(body);
            await Handle(http, handler);
        }
        finally
        {
            Interlocked.Decrement(ref streams);
        }
    }

    private Task Rest(HttpContext http, RequestDelegate handler)
    {
        var longest = http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? options.MaxRequestBytes;
        var hasBody = http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        var cost = hasBody ? MessageBudget.CostOf(http.Request.ContentLength ?? longest, longest) : 0;
        return cost == 0 ? handler(http) : CountedAsync(http, handler, cost);
    }

    /// <summary>Null while the prefix is not there; 0 for a body that ends before it, which the stack refuses.</summary>
    private long? CostOf(in ReadResult read)
    {
        if (read.Buffer.Length < MessageBudget.Prefix) return read.IsCompleted || read.IsCanceled ? 0 : null;
        Span<byte> prefix = stackalloc byte[MessageBudget.Prefix];
        read.Buffer.Slice(0, MessageBudget.Prefix).CopyTo(prefix);
        return budget.CostOf(prefix);
    }
}

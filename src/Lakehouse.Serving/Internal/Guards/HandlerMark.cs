using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;

namespace Lakehouse.Serving.Internal.Guards;

/// <summary>Tells failures of reading a message, which are its sender's, from failures of a handler.</summary>
/// <remarks>A handler's become statuses with details here, and calls that reached one are marked.</remarks>
internal sealed class HandlerMark(Failures failures, TimeProvider clock) : Interceptor
{
    /// <summary>Whether the call's message was read and its handler began.</summary>
    public static bool IsOn(HttpContext http) => http.Features.Get<Begun>() is not null;

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Mark(context);
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw From(e, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Mark(context);
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw From(e, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Mark(context);
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw From(await ClientGone.ExplainAsync(e, context.CancellationToken), context);
        }
    }

    private static void Mark(ServerCallContext context) => context.GetHttpContext().Features.Set(Begun.It);

    private RpcException From(Exception e, ServerCallContext context) => failures.From(e, context.Method, clock.GetUtcNow().UtcDateTime >= context.Deadline);

    private sealed class Begun
    {
        public static Begun It { get; } = new();
    }
}

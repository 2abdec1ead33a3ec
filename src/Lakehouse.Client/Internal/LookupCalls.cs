using System.Collections.Concurrent;
using Grpc.Core;
using Lakehouse.Serving.V1;

namespace Lakehouse.Client.Internal;

/// <summary>Lookups of one message each: asks for names and types once per set, and again where the set's definition is another.</summary>
internal sealed class LookupCalls(CallInvoker invoker, FeatureClientOptions options)
{
    private readonly ConcurrentDictionary<string, SetShape> shapes = new(StringComparer.Ordinal);

    public async Task<Answer> GetAsync(GetFeaturesRequest request, DateTimeOffset deadline, CancellationToken ct)
    {
        var headers = options.Credentials is { } credentials ? await credentials.HeadersAsync(ct) : null;
        var call = new CallOptions(headers, deadline.UtcDateTime, ct).WithWaitForReady(options.WaitForReady);
        if (shapes.TryGetValue(request.Set, out var known))
        {
            var answer = await CallAsync(call, new(request, OmitSchema: true));
            if (answer.DefinitionHash == known.DefinitionHash) return new(known, answer);
        }

        var whole = await CallAsync(call, new(request, OmitSchema: false));
        return new(shapes[request.Set] = new(whole), whole);
    }

    private async Task<GetFeaturesResponse> CallAsync(CallOptions call, FeatureCall request)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await invoker.AsyncUnaryCall(FeatureCall.Method, host: null, call, request);
            }
            catch (RpcException e) when (attempt < options.MaxAttempts && IsRegularClose(e))
            {
            }
        }
    }

    /// <summary>A server that ends closed the connection with NO_ERROR under the call: the channel tells that as INTERNAL, which it does not repeat.</summary>
    private static bool IsRegularClose(RpcException error) =>
        error is { StatusCode: StatusCode.Internal, Status.DebugException: HttpRequestException { InnerException: HttpProtocolException { ErrorCode: 0 } } };
}

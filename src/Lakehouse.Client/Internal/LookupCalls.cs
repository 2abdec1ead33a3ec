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
            var answer = await invoker.AsyncUnaryCall(FeatureCall.Method, host: null, call, new FeatureCall(request, OmitSchema: true));
            if (answer.DefinitionHash == known.DefinitionHash) return new(known, answer);
        }

        var whole = await invoker.AsyncUnaryCall(FeatureCall.Method, host: null, call, new FeatureCall(request, OmitSchema: false));
        return new(shapes[request.Set] = new(whole), whole);
    }
}

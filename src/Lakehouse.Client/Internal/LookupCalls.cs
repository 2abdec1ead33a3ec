using System.Collections.Concurrent;
using Grpc.Core;
using Lakehouse.Serving.V1;

namespace Lakehouse.Client.Internal;

/// <summary>Lookups of one message each: asks for names and types once per set, and again where the set's definition is another.</summary>
/// <remarks>Repetitions are made here, not by the channel: its machinery for them costs every call, and hardly one is repeated (docs/adr/0040).</remarks>
internal sealed class LookupCalls(CallInvoker invoker, FeatureClientOptions options)
{
    private const string Pushback = "grpc-retry-pushback-ms";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<string, SetShape> shapes = new(StringComparer.Ordinal);
    private readonly RetryBudget budget = new(options.RetryBudget);

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
            TimeSpan pause;
            try
            {
                var answer = await invoker.AsyncUnaryCall(FeatureCall.Method, host: null, call, request);
                budget.Succeeded();
                return answer;
            }
            catch (RpcException e) when (PauseAfter(e, attempt) is { } wait)
            {
                pause = wait;
            }

            if (call.Deadline - options.Clock.GetUtcNow().UtcDateTime is { } left && left < pause) pause = left;
            if (pause > TimeSpan.Zero) await Task.Delay(pause, options.Clock, call.CancellationToken);
        }
    }

    /// <summary>How long to wait before another attempt; null where there is none.</summary>
    private TimeSpan? PauseAfter(RpcException error, int attempt)
    {
        if (IsRegularClose(error)) return attempt < options.MaxAttempts ? TimeSpan.Zero : null;
        // With hedging the channel repeats by itself. Last attempts count in the budget as others do.
        if (error.StatusCode != StatusCode.Unavailable || options.HedgeAfter is not null || !budget.MayRepeat() || attempt >= options.MaxAttempts) return null;
        if (error.Trailers.GetValue(Pushback) is { } asked) return int.TryParse(asked, out var millis) && millis >= 0 ? TimeSpan.FromMilliseconds(millis) : null;
        // By chance, up to a bound that doubles: clients that failed together must not come back together.
        return FirstPause * (1 << (attempt - 1)) is var most && most > LongestPause ? LongestPause * Random.Shared.NextDouble() : most * Random.Shared.NextDouble();
    }

    /// <summary>A server that ends closed the connection with NO_ERROR under the call: the channel tells that as INTERNAL, which it does not repeat.</summary>
    private static bool IsRegularClose(RpcException error) =>
        error is { StatusCode: StatusCode.Internal, Status.DebugException: HttpRequestException { InnerException: HttpProtocolException { ErrorCode: 0 } } };
}

using Grpc.Core;
using Lakehouse.Online;
using Lakehouse.Serving.Internal.Security;
using Lakehouse.Serving.Internal.Telemetry;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal;

/// <summary>Every way into a lookup ends here, whatever carried the request: request to values, lookup, answer; and failures to statuses.</summary>
internal sealed class Lookups(ServedSets sets, IOnlineReader store, AccessGate gate, ServingMetrics metrics, ServingOptions options, TimeProvider clock, ILogger<Lookups> log)
{
    public async Task<ServedAnswer> AnswerAsync(V1.GetFeaturesRequest request, ServerCallContext context)
    {
        var timer = metrics.Begin(context);
        var ticket = Enter(request, context, timer);
        ServedSet? set = null;
        try
        {
            set = await sets.GetAsync(new(request.Set, request.Fit), context.CancellationToken);
            var (keys, inputs) = new RequestReader(set.Plan, options.MaxRows).Read(request);
            var answer = await set.Plan.LookupAsync(store, keys, inputs, request.HasAt ? request.At : NowMicros(), context.CancellationToken);
            gate.Leave(ticket, StatusCode.OK);
            timer.Ok(set.Metrics, answer.Rows);
            return new(set, answer, request.OmitSchema);
        }
        catch (Exception e)
        {
            var failure = GrpcErrors.From(e, request.Set, clock.GetUtcNow().UtcDateTime >= context.Deadline, log);
            gate.Leave(ticket, failure.StatusCode);
            timer.Failed(set?.Metrics, failure.StatusCode);
            throw failure;
        }
    }

    private AccessTicket Enter(V1.GetFeaturesRequest request, ServerCallContext context, LookupTimer timer)
    {
        try
        {
            return gate.Enter(context.GetHttpContext(), "GetFeatures", request.Set, KeysOf(request));
        }
        catch (RpcException refusal)
        {
            timer.Failed(set: null, refusal.StatusCode);
            throw;
        }
    }

    /// <summary>As many as the request's first key column has values; a set without keys is asked for one row.</summary>
    private static int KeysOf(V1.GetFeaturesRequest request) =>
        request.Keys is [var first, ..] ? first.Strings.Count + first.Integers.Count + first.Doubles.Count + first.Bools.Count : 1;

    private long NowMicros() => (clock.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}

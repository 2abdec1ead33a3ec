using Grpc.Core;
using Lakehouse.Online;
using Lakehouse.Online.Sets;
using Lakehouse.Serving.Internal.Security;
using Lakehouse.Serving.Internal.Telemetry;

namespace Lakehouse.Serving.Internal;

/// <summary>Every way into a lookup ends here, whatever carried the request: request to values, lookup, answer; and failures to statuses.</summary>
/// <remarks>Fails with nothing but the exceptions of <see cref="GrpcErrors"/>. Calls of one stream share a context and run at the same time.</remarks>
internal sealed class Lookups(ServedSets sets, IOnlineReader store, AccessGate gate, ServingMetrics metrics, ServingOptions options, TimeProvider clock, Failures failures)
{
    private static readonly TimeSpan CalmsDownAfter = TimeSpan.FromMilliseconds(100);
    private int running;

    public async Task<ServedAnswer> AnswerAsync(V1.GetFeaturesRequest request, ServerCallContext context)
    {
        var timer = metrics.Begin(context.GetHttpContext());
        var ticket = Enter(request, context, timer);
        ServedSet? set = null;
        try
        {
            if (Interlocked.Increment(ref running) > options.Limits.MaxLookups) throw Overloaded();
            set = await sets.GetAsync(new(request.Set, request.Fit), context.CancellationToken);
            var read = new RequestReader(set.Plan, options.MaxRows).Read(request);
            var at = request.HasAt ? request.At : clock.NowMicros();
            var answer = await set.Plan.LookupByRowAsync(
                (view, keys, ct) => ViewRead.ByKeyAsync(store, view, keys, at, ct), read.Keys, read.Inputs, read.Bad, at, context.CancellationToken);
            if (answer.Faults.Count > 0) failures.Tell(request.Set, answer.Faults);
            var served = new ServedAnswer(set, answer, request);
            gate.Leave(ticket, StatusCode.OK);
            timer.Ok(set.Metrics, served.Rows);
            return served;
        }
        catch (Exception e)
        {
            var failure = failures.From(e, request.Set, clock.GetUtcNow().UtcDateTime >= context.Deadline);
            gate.Leave(ticket, failure.StatusCode);
            timer.Failed(set?.Metrics, failure.StatusCode);
            throw failure;
        }
        finally
        {
            Interlocked.Decrement(ref running);
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

    /// <summary>As many as the longest column has values; a set without keys and inputs is asked for one row.</summary>
    private static int KeysOf(V1.GetFeaturesRequest request)
    {
        var most = 0;
        foreach (var column in request.Keys) most = Math.Max(most, LengthOf(column));
        foreach (var column in request.Inputs) most = Math.Max(most, LengthOf(column));
        return request.Keys.Count > 0 ? most : Math.Max(most, 1);
    }

    private static int LengthOf(V1.InputColumn column) =>
        column.Strings.Count + column.Integers.Count + column.Doubles.Count + column.Bools.Count + column.Binaries.Count + column.DoubleLists.Count;

    private static RpcException Overloaded() =>
        GrpcErrors.Later(StatusCode.Unavailable, ErrorReason.Overloaded, "The server has more lookups under way than it takes; try again later or elsewhere.", CalmsDownAfter);
}

using Grpc.Core;
using Lakehouse.Online;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal;

/// <summary>Every way into a lookup ends here, whatever carried the request: request to values, lookup, answer; and failures to statuses.</summary>
internal sealed class Lookups(ServedSets sets, IOnlineReader store, ServingOptions options, TimeProvider clock, ILogger<Lookups> log)
{
    public async Task<ServedAnswer> AnswerAsync(V1.GetFeaturesRequest request, ServerCallContext context)
    {
        try
        {
            var set = await sets.GetAsync(new(request.Set, request.Fit), context.CancellationToken);
            var (keys, inputs) = new RequestReader(set.Plan, options.MaxRows).Read(request);
            var answer = await set.Plan.LookupAsync(store, keys, inputs, request.HasAt ? request.At : NowMicros(), context.CancellationToken);
            return new(set, answer, request.OmitSchema);
        }
        catch (Exception e)
        {
            throw GrpcErrors.From(e, request.Set, clock.GetUtcNow().UtcDateTime >= context.Deadline, log);
        }
    }

    private long NowMicros() => (clock.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}

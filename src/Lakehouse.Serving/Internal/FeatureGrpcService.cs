using Grpc.Core;
using Lakehouse.Online;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal;

/// <summary>The service: request to values, lookup, answer to columns.</summary>
internal sealed class FeatureGrpcService(ServedSets sets, IOnlineReader store, ServingOptions options, TimeProvider clock, ILogger<FeatureGrpcService> log)
    : V1.FeatureService.FeatureServiceBase
{
    public override async Task<V1.GetFeaturesResponse> GetFeatures(V1.GetFeaturesRequest request, ServerCallContext context)
    {
        try
        {
            var set = await sets.GetAsync(new(request.Set, request.Fit), context.CancellationToken);
            var (keys, inputs) = new RequestReader(set.Plan, options.MaxRows).Read(request);
            var answer = await set.Plan.LookupAsync(store, keys, inputs, request.HasAt ? request.At : NowMicros(), context.CancellationToken);
            return ResponseWriter.Write(answer, request.OmitSchema ? null : set.Schema, set.FitName);
        }
        catch (Exception e)
        {
            throw GrpcErrors.From(e, request.Set, clock.GetUtcNow().UtcDateTime >= context.Deadline, log);
        }
    }

    private long NowMicros() => (clock.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}

using Grpc.Core;

namespace Lakehouse.Serving.Internal.Rest;

/// <summary>The service as JSON: the same calls, with messages in between.</summary>
internal sealed class FeatureRestService(Lookups lookups, SetDirectory directory) : Serving.Rest.V1.FeatureRest.FeatureRestBase
{
    public override async Task<V1.GetFeaturesResponse> GetFeatures(V1.GetFeaturesRequest request, ServerCallContext context) =>
        (await lookups.AnswerAsync(request, context)).ToMessage();

    public override Task<V1.DescribeSetResponse> DescribeSet(V1.DescribeSetRequest request, ServerCallContext context) => directory.DescribeAsync(request, context);

    public override Task<V1.ListSetsResponse> ListSets(V1.ListSetsRequest request, ServerCallContext context) => directory.ListAsync(request, context);
}

using Grpc.Core;

namespace Lakehouse.Serving.Internal;

/// <summary>The service as the generated code describes it; <see cref="HotFeatures"/> is mapped before it and takes the calls that give features.</summary>
internal sealed class FeatureGrpcService(SetDirectory directory) : V1.FeatureService.FeatureServiceBase
{
    public override Task<V1.DescribeSetResponse> DescribeSet(V1.DescribeSetRequest request, ServerCallContext context) => directory.DescribeAsync(request, context);

    public override Task<V1.ListSetsResponse> ListSets(V1.ListSetsRequest request, ServerCallContext context) => directory.ListAsync(request, context);
}

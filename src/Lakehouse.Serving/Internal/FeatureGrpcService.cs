namespace Lakehouse.Serving.Internal;

/// <summary>The service as the generated code describes it, for reflection; <see cref="HotFeatures"/> is mapped before it and takes the calls.</summary>
internal sealed class FeatureGrpcService : V1.FeatureService.FeatureServiceBase;

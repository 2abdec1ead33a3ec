using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Lakehouse.Serving.Internal;

/// <summary>GetFeatures, the call that everything is made for: its answer goes to bytes without messages in between (docs/adr/0032).</summary>
internal sealed class HotFeatures(Lookups lookups)
{
    private static readonly Method<V1.GetFeaturesRequest, ServedAnswer> Method = new(
        MethodType.Unary, V1.FeatureService.Descriptor.FullName, nameof(GetFeatures),
        Marshallers.Create<V1.GetFeaturesRequest>((_, _) => throw new NotSupportedException(), Read),
        Marshallers.Create<ServedAnswer>(static (answer, context) => answer.Serialize(context), _ => throw new NotSupportedException()));

    private Task<ServedAnswer> GetFeatures(V1.GetFeaturesRequest request, ServerCallContext context) => lookups.AnswerAsync(request, context);

    private static V1.GetFeaturesRequest Read(DeserializationContext context)
    {
        try
        {
            return V1.GetFeaturesRequest.Parser.ParseFrom(context.PayloadAsReadOnlySequence());
        }
        catch (InvalidProtocolBufferException)
        {
            throw GrpcErrors.Invalid("The message is no GetFeaturesRequest of lakehouse.serving.v1; make it by code generated from the service's proto file.");
        }
    }

    /// <summary>Offers the method to the mapping of services.</summary>
    internal sealed class Provider : IServiceMethodProvider<HotFeatures>
    {
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<HotFeatures> context) =>
            context.AddUnaryMethod(Method, [], static (service, request, call) => service.GetFeatures(request, call));
    }
}

using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Lakehouse.Serving.Internal;

/// <summary>The calls that everything is made for: their answers go to bytes without messages in between (docs/adr/0032).</summary>
internal sealed class HotFeatures(Lookups lookups, FeatureStreams streams)
{
    private static readonly Method<V1.GetFeaturesRequest, ServedAnswer> Method = new(
        MethodType.Unary, V1.FeatureService.Descriptor.FullName, nameof(GetFeatures),
        Marshallers.Create<V1.GetFeaturesRequest>((_, _) => throw new NotSupportedException(), Read),
        Marshallers.Create<ServedAnswer>(static (answer, context) => answer.Serialize(context), _ => throw new NotSupportedException()));

    private static readonly Method<StreamedRequest, StreamedAnswer> Stream = new(
        MethodType.DuplexStreaming, V1.FeatureService.Descriptor.FullName, nameof(V1.FeatureService.FeatureServiceBase.StreamFeatures),
        Marshallers.Create<StreamedRequest>((_, _) => throw new NotSupportedException(), StreamedRequest.Read),
        Marshallers.Create<StreamedAnswer>(static (answer, context) => answer.Serialize(context), _ => throw new NotSupportedException()));

    public static RpcException NoRequest() =>
        GrpcErrors.Malformed("The message is no GetFeaturesRequest of lakehouse.serving.v1; make it by code generated from the service's proto file.");

    private Task<ServedAnswer> GetFeatures(V1.GetFeaturesRequest request, ServerCallContext context) => lookups.AnswerAsync(request, context);

    private Task StreamFeatures(IAsyncStreamReader<StreamedRequest> requests, IServerStreamWriter<StreamedAnswer> answers, ServerCallContext context) =>
        streams.RunAsync(requests, answers, context);

    private static V1.GetFeaturesRequest Read(DeserializationContext context)
    {
        try
        {
            return V1.GetFeaturesRequest.Parser.ParseFrom(context.PayloadAsReadOnlySequence());
        }
        catch (InvalidProtocolBufferException)
        {
            throw NoRequest();
        }
    }

    /// <summary>Offers the methods to the mapping of services.</summary>
    internal sealed class Provider : IServiceMethodProvider<HotFeatures>
    {
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<HotFeatures> context)
        {
            context.AddUnaryMethod(Method, [], static (service, request, call) => service.GetFeatures(request, call));
            context.AddDuplexStreamingMethod(Stream, [], static (service, requests, answers, call) => service.StreamFeatures(requests, answers, call));
        }
    }
}

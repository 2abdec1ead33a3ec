using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Lakehouse.Online;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal;

/// <summary>GetFeatures, the call that everything is made for: request to values, lookup, answer to bytes without messages in between (docs/adr/0032).</summary>
internal sealed class HotFeatures(ServedSets sets, IOnlineReader store, ServingOptions options, TimeProvider clock, ILogger<HotFeatures> log)
{
    private static readonly Method<V1.GetFeaturesRequest, ServedAnswer> Method = new(
        MethodType.Unary, V1.FeatureService.Descriptor.FullName, nameof(GetFeatures),
        Marshallers.Create<V1.GetFeaturesRequest>((_, _) => throw new NotSupportedException(), Read),
        Marshallers.Create<ServedAnswer>(static (answer, context) => answer.Serialize(context), _ => throw new NotSupportedException()));

    private async Task<ServedAnswer> GetFeatures(V1.GetFeaturesRequest request, ServerCallContext context)
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

    private long NowMicros() => (clock.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Offers the method to the mapping of services.</summary>
    internal sealed class Provider : IServiceMethodProvider<HotFeatures>
    {
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<HotFeatures> context) =>
            context.AddUnaryMethod(Method, [], static (service, request, call) => service.GetFeatures(request, call));
    }
}

using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using Lakehouse.Serving.V1;

namespace Lakehouse.Client.Internal;

/// <summary>One GetFeatures call: a query, which callers may share, and whether the schema is left out of its answer.</summary>
internal sealed record FeatureCall(GetFeaturesRequest Request, bool OmitSchema)
{
    /// <summary>Field omit_schema = true; the last value of a field counts.</summary>
    private static readonly byte[] Omitted = new GetFeaturesRequest { OmitSchema = true }.ToByteArray();

    public static Method<FeatureCall, GetFeaturesResponse> Method { get; } = new(
        MethodType.Unary, FeatureService.Descriptor.FullName, "GetFeatures",
        Marshallers.Create<FeatureCall>(static (call, context) => call.Write(context), _ => throw new NotSupportedException()),
        Marshallers.Create<GetFeaturesResponse>((_, _) => throw new NotSupportedException(), context => GetFeaturesResponse.Parser.ParseFrom(context.PayloadAsReadOnlySequence())));

    private void Write(SerializationContext context)
    {
        context.SetPayloadLength(Request.CalculateSize() + (OmitSchema ? Omitted.Length : 0));
        var output = context.GetBufferWriter();
        Request.WriteTo(output);
        if (OmitSchema) output.Write(Omitted);
        context.Complete();
    }
}

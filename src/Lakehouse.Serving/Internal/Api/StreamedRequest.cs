using Google.Protobuf;
using Grpc.Core;

namespace Lakehouse.Serving.Internal;

/// <summary>One message of a stream: a request, or bytes that are none, which is that message's mistake and not the stream's end.</summary>
/// <param name="Request">The request; null for bytes that are none.</param>
internal sealed record StreamedRequest(V1.GetFeaturesRequest? Request)
{
    public static StreamedRequest Read(DeserializationContext context)
    {
        try
        {
            return new(V1.GetFeaturesRequest.Parser.ParseFrom(context.PayloadAsReadOnlySequence()));
        }
        catch (InvalidProtocolBufferException)
        {
            return new(Request: null);
        }
    }
}

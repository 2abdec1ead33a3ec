using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace Lakehouse.Serving.Internal;

/// <summary>One answer of a stream: that of a lookup, or why it failed.</summary>
internal sealed class StreamedAnswer
{
    private readonly ServedAnswer? answer;
    private readonly V1.GetFeaturesResponse? failure;

    public StreamedAnswer(ServedAnswer answer) => this.answer = answer;

    public StreamedAnswer(string requestId, RpcException error) => failure = new() { RequestId = requestId, Error = CallErrorOf(error) };

    public void Serialize(SerializationContext context)
    {
        if (answer is not null)
        {
            answer.Serialize(context);
            return;
        }

        context.SetPayloadLength(failure!.CalculateSize());
        failure.WriteTo(context.GetBufferWriter());
        context.Complete();
    }

    private static V1.CallError CallErrorOf(RpcException error)
    {
        var result = new V1.CallError { Code = (int)error.StatusCode, Message = error.Status.Detail };
        foreach (var detail in GrpcErrors.DetailsOf(error).Details)
        {
            if (detail.TryUnpack<ErrorInfo>(out var info))
            {
                result.Reason = info.Reason;
                result.Metadata.Add(info.Metadata);
            }
            else if (detail.TryUnpack<RetryInfo>(out var retry))
            {
                result.RetryAfter = (long)retry.RetryDelay.ToTimeSpan().TotalMicroseconds;
            }
        }

        return result;
    }
}

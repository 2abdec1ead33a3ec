using Grpc.Core;
using Lakehouse.Catalog.Events;
using Lakehouse.Serving.Internal.Security;
using Lakehouse.Serving.Internal.Telemetry;

namespace Lakehouse.Serving.Internal.Push;

/// <summary>Every way into a push ends here: request to columns, the sink, answer; and failures to statuses.</summary>
internal sealed class PushCalls(IEventSink sink, AccessGate gate, PushMetrics metrics, ServingOptions options, TimeProvider clock, PushErrors errors)
{
    public async Task<V1.PushResponse> PushAsync(V1.PushRequest request, ServerCallContext context, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var ticket = gate.EnterPush(context.GetHttpContext(), request.Contract, PushReader.Count(request));
        try
        {
            var contract = RequestedName.Contract(request.Contract);
            var receipt = await sink.PushAsync(contract, PushReader.Read(request, options.MaxRows), ct);
            gate.Leave(ticket, StatusCode.OK);
            metrics.Answered(contract.ToString(), receipt, started);
            return Answer(receipt);
        }
        catch (Exception e)
        {
            var failure = errors.From(e, request.Contract, clock.GetUtcNow().UtcDateTime >= context.Deadline);
            gate.Leave(ticket, failure.StatusCode);
            metrics.Failed(failure.StatusCode, started);
            throw failure;
        }
    }

    private static V1.PushResponse Answer(PushReceipt receipt)
    {
        var answer = new V1.PushResponse { Accepted = (uint)receipt.Accepted, Duplicates = (uint)receipt.Duplicates };
        if (receipt.Version is { } version) answer.Version = version;
        answer.Rejections.AddRange(receipt.Rejections.Select(r => new V1.EventRejection
        {
            Event = (uint)r.Event, Reason = (V1.RejectionReason)(int)r.Reason, Column = r.Column, Message = r.Message,
        }));
        return answer;
    }
}

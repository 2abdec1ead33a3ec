using System.Threading.Channels;
using Grpc.Core;

namespace Lakehouse.Serving.Internal.Push;

/// <summary>The calls of PushService.</summary>
internal sealed class PushGrpcService(PushCalls calls) : V1.PushService.PushServiceBase
{
    /// <summary>Requests of a stream that may be on their way to a commit at one time; the client's next ones wait in its window.</summary>
    private const int InFlight = 8;

    public override Task<V1.PushResponse> Push(V1.PushRequest request, ServerCallContext context) => calls.PushAsync(request, context, context.CancellationToken);

    public override async Task PushStream(IAsyncStreamReader<V1.PushRequest> requestStream, IServerStreamWriter<V1.PushResponse> responseStream, ServerCallContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var running = Channel.CreateBounded<Task<V1.PushResponse>>(InFlight);
        var reading = ReadAsync(requestStream, running.Writer, context, stop.Token);
        try
        {
            await foreach (var answer in running.Reader.ReadAllAsync(stop.Token)) await responseStream.WriteAsync(await answer, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(IAsyncStreamReader<V1.PushRequest> requests, ChannelWriter<Task<V1.PushResponse>> running, ServerCallContext context, CancellationToken ct)
    {
        try
        {
            while (await requests.MoveNext(ct)) await running.WriteAsync(calls.PushAsync(requests.Current, context, ct), ct);
            running.Complete();
        }
        catch (Exception e)
        {
            running.Complete(e);
        }
    }
}

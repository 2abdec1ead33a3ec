using System.Threading.Channels;
using Grpc.Core;
using Lakehouse.Serving.Internal.Guards;

namespace Lakehouse.Serving.Internal;

/// <summary>StreamFeatures: lookups one after another on one stream.</summary>
/// <remarks>
/// 1. A slot is taken before a request is read and given back when its answer is written: with all of them taken nothing is read, and the client's own writes wait.
/// 2. Lookups run at the same time and stand in a queue in the order of their requests; the writer waits for the first.
/// 3. The method ends after all its lookups: none may outlive the call, whose buffers are used again.
/// </remarks>
internal sealed class FeatureStreams(Lookups lookups, Drain drain, Failures failures, ServingOptions options)
{
    public async Task RunAsync(IAsyncStreamReader<StreamedRequest> requests, IServerStreamWriter<StreamedAnswer> answers, ServerCallContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, drain.StreamsEnd);
        using var slots = new SemaphoreSlim(options.Limits.MaxLookupsPerStream);
        var underWay = Channel.CreateUnbounded<Task<StreamedAnswer>>(new() { SingleReader = true, SingleWriter = true });
        drain.StreamBegan();
        var reading = ReadAsync(requests, underWay.Writer, slots, context, stop.Token);
        try
        {
            await foreach (var lookup in underWay.Reader.ReadAllAsync(context.CancellationToken))
            {
                await answers.WriteAsync(await lookup, context.CancellationToken);
                slots.Release();
            }
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw failures.From(await ClientGone.ExplainAsync(e, context.CancellationToken), "a stream", isPastDeadline: false);
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
            while (underWay.Reader.TryRead(out var lookup)) await lookup;
            drain.StreamEnded();
        }
    }

    /// <summary>Never fails: how the stream ended is told by the queue's end.</summary>
    private async Task ReadAsync(
        IAsyncStreamReader<StreamedRequest> requests, ChannelWriter<Task<StreamedAnswer>> underWay, SemaphoreSlim slots, ServerCallContext context, CancellationToken stop)
    {
        try
        {
            await slots.WaitAsync(stop);
            while (await requests.MoveNext(stop))
            {
                underWay.TryWrite(AnswerAsync(requests.Current.Request, context));
                await slots.WaitAsync(stop);
            }

            underWay.TryComplete();
        }
        catch (Exception) when (drain.StreamsEnd.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            underWay.TryComplete(GrpcErrors.Make(
                StatusCode.Unavailable, ErrorReason.ShuttingDown, "The server stops; what was not answered was not read: send it again, elsewhere."));
        }
        catch (Exception e)
        {
            underWay.TryComplete(e);
        }
    }

    private async Task<StreamedAnswer> AnswerAsync(V1.GetFeaturesRequest? request, ServerCallContext context)
    {
        try
        {
            return new(await lookups.AnswerAsync(request ?? throw HotFeatures.NoRequest(), context));
        }
        catch (RpcException e)
        {
            return new(request?.RequestId ?? "", e);
        }
    }
}

using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Client;
using Lakehouse.Client.Internal;
using Lakehouse.Serving.V1;

namespace Lakehouse.Client;

/// <summary>Pushes events to a feature service that takes them (<c>serve --push</c>); one instance per server, shared by all threads.</summary>
/// <remarks>
/// An answer means that the events are durable. A call that failed, or whose answer was lost, may have been committed: pushing the same events again is safe, since each id counts once,
/// and this client does so by itself while the deadline lasts.
/// </remarks>
public sealed class FeaturePusher : IDisposable
{
    private readonly GrpcChannel channel;
    private readonly PushService.PushServiceClient service;
    private readonly FeatureClientOptions options;

    /// <summary>A pusher to the server at an address; connects at the first call.</summary>
    /// <param name="address">For example <c>http://127.0.0.1:5005</c>; <c>http</c> is HTTP/2 without TLS.</param>
    /// <param name="options">How it calls; null for the defaults.</param>
    /// <exception cref="ArgumentException">Address or options are not valid; the message names all faults.</exception>
    public FeaturePusher(Uri address, FeatureClientOptions? options = null)
    {
        this.options = options ?? new();
        channel = Channels.Open(new([address], this.options), this.options, repeats: true);
        service = new(channel);
    }

    /// <summary>Pushes a batch; returns when it is durable.</summary>
    /// <param name="batch">The events.</param>
    /// <param name="ct">Cancels; the events may have been committed then.</param>
    /// <returns>Counts, the bronze version that holds the events, and the events that were refused with stable reasons.</returns>
    /// <exception cref="RpcException">
    /// NotFound: no such contract. FailedPrecondition: it cannot be pushed to. ResourceExhausted: too many events in one call. Unavailable, DeadlineExceeded: push the same events again.
    /// </exception>
    public async Task<PushResponse> PushAsync(EventBatch batch, CancellationToken ct = default)
    {
        return await service.PushAsync(batch.Request, await CallAsync((options.Clock.GetUtcNow() + options.Deadline).UtcDateTime, ct));
    }

    /// <summary>Pushes many batches on one call, which lasts as long as they do; one answer per batch, in order.</summary>
    /// <remarks>Batches are sent while answers to earlier ones are awaited. Where it fails, push again from the first batch that was not answered.</remarks>
    /// <param name="batches">The batches.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="RpcException">As for a single batch.</exception>
    public async IAsyncEnumerable<PushResponse> PushAsync(IAsyncEnumerable<EventBatch> batches, [EnumeratorCancellation] CancellationToken ct = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var call = service.PushStream(await CallAsync(deadline: null, stop.Token));
        var sending = SendAsync(batches, call.RequestStream, stop.Token);
        try
        {
            await foreach (var answer in call.ResponseStream.ReadAllAsync(ct)) yield return answer;
            await sending;
        }
        finally
        {
            await stop.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => channel.Dispose();

    private static async Task SendAsync(IAsyncEnumerable<EventBatch> batches, IClientStreamWriter<PushRequest> requests, CancellationToken ct)
    {
        await foreach (var batch in batches.WithCancellation(ct)) await requests.WriteAsync(batch.Request, ct);
        await requests.CompleteAsync();
    }

    private async Task<CallOptions> CallAsync(DateTime? deadline, CancellationToken ct)
    {
        var headers = options.Credentials is { } credentials ? await credentials.HeadersAsync(ct) : null;
        return new CallOptions(headers, deadline, ct).WithWaitForReady(options.WaitForReady);
    }
}

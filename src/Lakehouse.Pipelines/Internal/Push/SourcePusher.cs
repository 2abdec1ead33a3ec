using System.Threading.Channels;
using Lakehouse.Catalog.Events;
using Lakehouse.Delta;
using Lakehouse.Pipelines.Push;

namespace Lakehouse.Pipelines.Internal.Push;

/// <summary>The one writer of a source in this process: requests that come together share a commit.</summary>
/// <remarks>
/// 1. A request waits in line. Whoever is in line when a commit ends, or comes within the window after a lone request, goes into the next one.
/// 2. A batch is decided on the newest version and committed at exactly the next: where another writer took that, what he wrote is read and the batch decided again.
/// 3. A failure fails the requests of the batch. Whether it was committed all the same is seen by the next batch, which reads the log.
/// </remarks>
internal sealed class SourcePusher : IAsyncDisposable
{
    private const int Attempts = 200;
    private const int LongestPauseMillis = 32;

    private readonly string source;
    private readonly DeltaTable bronze;
    private readonly TimeProvider clock;
    private readonly PushOptions options;
    private readonly KnownEvents known;
    private readonly BronzeAppend append;
    private readonly Channel<PendingPush> line = Channel.CreateUnbounded<PendingPush>(new() { SingleReader = true });
    private readonly Task work;
    private int waiting;

    public SourcePusher(string source, DeltaTable bronze, TimeProvider clock, PushOptions options)
    {
        (this.source, this.bronze, this.clock, this.options) = (source, bronze, clock, options);
        (known, append) = (new(bronze, options), new(bronze));
        work = Task.Run(WorkAsync);
    }

    /// <exception cref="EventSinkException">There is no room, or the lake cannot be written.</exception>
    public Task<PushReceipt> PushAsync(PushedEvents events, CancellationToken ct)
    {
        if (Interlocked.Add(ref waiting, events.Count) is var now && now > options.MaxWaitingEvents && now > events.Count)
        {
            Interlocked.Add(ref waiting, -events.Count);
            throw new EventSinkException(
                EventSinkFailure.Backlog, $"{now - events.Count} events of source {source} wait to be committed already, and at most {options.MaxWaitingEvents} may. Send fewer at a time, and these again later.");
        }

        var request = new PendingPush(events, ct);
        if (line.Writer.TryWrite(request)) return request.Receipt.WaitAsync(ct);
        Interlocked.Add(ref waiting, -events.Count);
        throw new EventSinkException(EventSinkFailure.Unavailable, "The server stops and takes no more events. Send them again to another one.");
    }

    /// <summary>Ends when what waits is committed.</summary>
    public async ValueTask DisposeAsync()
    {
        line.Writer.TryComplete();
        await work;
    }

    private async Task WorkAsync()
    {
        while (await line.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var requests = await NextAsync();
            var batch = new PushBatch([.. requests.Where(r => !r.Cancelled.IsCancellationRequested)]);
            try
            {
                await CommitAsync(batch);
            }
            catch (EventSinkException e)
            {
                batch.Fail(e);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                batch.Fail(new EventSinkException(
                    EventSinkFailure.Unavailable, "The lake cannot be written now. Whether these events were committed is not known; sending the same ones again is safe.", e));
            }
            finally
            {
                Interlocked.Add(ref waiting, -requests.Sum(r => r.Events.Count));
            }
        }
    }

    private async Task<List<PendingPush>> NextAsync()
    {
        var requests = new List<PendingPush>();
        var events = 0;
        Take();
        if (requests.Count != 1 || options.Window <= TimeSpan.Zero) return requests;
        await Task.Delay(options.Window, clock, CancellationToken.None);
        Take();
        return requests;

        void Take()
        {
            while (events < options.MaxCommitEvents && line.Reader.TryRead(out var request))
            {
                requests.Add(request);
                events += request.Events.Count;
            }
        }
    }

    private async Task CommitAsync(PushBatch batch)
    {
        if (batch.Requests.Count == 0) return;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var snapshot = await SnapshotAsync();
            await known.FollowAsync(snapshot, CancellationToken.None);
            var schema = BronzeAppend.SchemaOf(snapshot, batch);
            batch.Decide(known, schema);
            var version = known.Version;
            if (batch.Accepted.Count > 0)
            {
                if (!await append.TryCommitAsync(snapshot, schema, batch, CancellationToken.None))
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(Math.Min(attempt, LongestPauseMillis))), clock, CancellationToken.None);
                    continue;
                }

                known.Committed(++version, batch.Keys);
            }

            batch.Complete(version);
            if (batch.Accepted.Count > 0) options.Committed?.Invoke();
            return;
        }

        throw new EventSinkException(EventSinkFailure.Unavailable, $"Other writers took the next version of bronze/{source} {Attempts} times. Send the same events again.");
    }

    private async Task<Snapshot?> SnapshotAsync() =>
        known.Version >= 0 || await bronze.ExistsAsync(CancellationToken.None) ? await bronze.GetSnapshotAsync(version: null, CancellationToken.None) : null;
}

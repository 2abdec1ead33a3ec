using System.Net;
using System.Threading.Channels;
using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Control;

/// <summary>Handles the events of the control connection in their order, off its read loop.</summary>
/// <remarks>Changes of nodes and keyspaces only set a mark: both are read again once no more changes come for a while, or changes have come for long enough.</remarks>
internal sealed class EventPump(ClusterRuntime runtime, Func<Task> refresh) : IAsyncDisposable
{
    private readonly Channel<ServerEvent> events = Channel.CreateUnbounded<ServerEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource closing = new();
    private readonly TimeProvider time = runtime.Configuration.TimeProvider;
    private readonly TimeSpan quiet = TimeSpan.FromMilliseconds(runtime.Configuration.MetadataSyncOptions.RefreshSchemaDelayIncrement);
    private readonly TimeSpan longest = TimeSpan.FromMilliseconds(runtime.Configuration.MetadataSyncOptions.MaxTotalRefreshSchemaDelay);
    private Task running = Task.CompletedTask;
    private bool changed;
    private long firstChange;
    private long lastChange;

    internal void Start()
    {
        if (running.IsCompleted)
        {
            running = Task.Run(RunAsync);
        }
    }

    internal void Post(ServerEvent happened) => events.Writer.TryWrite(happened);

    public async ValueTask DisposeAsync()
    {
        closing.Cancel();
        await running;
        closing.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await WaitAsync();
                while (events.Reader.TryRead(out var happened))
                {
                    Handle(happened);
                }

                if (changed && Left() <= TimeSpan.Zero)
                {
                    changed = false;
                    await RefreshAsync();
                }
            }
        }
        catch (Exception) when (closing.IsCancellationRequested)
        {
            // Closing ends the pump wherever it stands.
        }
    }

    /// <summary>Until there is an event, or what changed is to be read.</summary>
    private async Task WaitAsync()
    {
        if (!changed)
        {
            await events.Reader.WaitToReadAsync(closing.Token);
        }
        else if (Left() is var left && left > TimeSpan.Zero)
        {
            using var due = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
            due.CancelAfter(left);
            try
            {
                await events.Reader.WaitToReadAsync(due.Token);
            }
            catch (OperationCanceledException) when (!closing.IsCancellationRequested)
            {
                // The time is over and nothing more came.
            }
        }
    }

    private TimeSpan Left()
    {
        var (sinceLast, sinceFirst) = (quiet - time.GetElapsedTime(lastChange), longest - time.GetElapsedTime(firstChange));
        return sinceLast < sinceFirst ? sinceLast : sinceFirst;
    }

    private void Handle(ServerEvent happened)
    {
        switch (happened)
        {
            case StatusChangeEvent status when HostAt(status.Address) is { } host:
                if (status.Change == "UP")
                {
                    runtime.OnUp(host);
                }
                else
                {
                    runtime.OnDown(host);
                }

                break;
            case SchemaChangeEvent change:
                if (change.Target == SchemaChangeEvent.OfKeyspace)
                {
                    Mark();
                }

                runtime.Metadata.Raise(new SchemaChangedEventArgs(KindOf(change.Change), change.Keyspace, change.Target == SchemaChangeEvent.OfTable ? change.Name : null));
                break;
            default:
                Mark();
                break;
        }
    }

    private static SchemaChangedEventArgs.Kind KindOf(string change) => change switch
    {
        "CREATED" => SchemaChangedEventArgs.Kind.Created,
        "DROPPED" => SchemaChangedEventArgs.Kind.Dropped,
        _ => SchemaChangedEventArgs.Kind.Updated,
    };

    private Host? HostAt(IPEndPoint address) => runtime.Metadata.GetHost(runtime.Configuration.AddressTranslator.Translate(address));

    private void Mark()
    {
        lastChange = time.GetTimestamp();
        firstChange = changed ? firstChange : lastChange;
        changed = true;
    }

    private async Task RefreshAsync()
    {
        try
        {
            await refresh();
        }
        catch (Exception) when (!closing.IsCancellationRequested)
        {
            // A lost connection is opened again and reads everything then; an answer that is only late is asked for again.
            Mark();
        }
    }
}

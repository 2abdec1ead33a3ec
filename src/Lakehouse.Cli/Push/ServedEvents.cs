using System.CommandLine;
using Lakehouse.Catalog.Events;
using Lakehouse.Cli.Output;
using Lakehouse.Online.Targets;
using Lakehouse.Pipelines.Push;
using Lakehouse.Pipelines.Run;

namespace Lakehouse.Cli.Push;

/// <summary>What <c>serve --push</c> and <c>serve --watch</c> add to a server: a place for events, and a watch that takes them on in the same process.</summary>
internal sealed class ServedEvents : IAsyncDisposable
{
    private static readonly Option<bool> Push = new("--push") { Description = "Take pushed events into the lake (PushService)" };

    private static readonly Option<bool> Watch = new("--watch") { Description = "Run the watch of 'run --watch' in this process too: pushed events are conformed, materialized and synced at once" };

    private readonly PushSink? sink;
    private readonly OpenTargets? targets;
    private readonly CancellationTokenSource stop;
    private readonly Task watch;

    private ServedEvents(PushSink? sink, OpenTargets? targets, CancellationTokenSource stop, Task watch) => (this.sink, this.targets, this.stop, this.watch) = (sink, targets, stop, watch);

    public static IReadOnlyList<Option> Options => [Push, Watch];

    /// <summary>Where pushed events go; null where none are taken.</summary>
    public IEventSink? Sink => sink;

    /// <summary>Starts what the command line asks for.</summary>
    public static ServedEvents Start(Invocation call, LakeSession session, CancellationToken ct)
    {
        var signal = new WatchSignal();
        var events = call.Get(Push) ? new PushSink(session.Catalog, new() { Committed = signal.Set }) : null;
        var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (!call.Get(Watch)) return new(events, targets: null, ending, Task.CompletedTask);
        var stores = session.OpenTargets();
        var options = new WatchOptions { Signal = signal };
        var running = Task.Run(() => WatchJob.RunAsync(session.Jobs, stores.All, options, batch => WatchRows.SayAsync(call, batch), ending.Token), CancellationToken.None);
        return new(events, stores, ending, running);
    }

    /// <summary>Commits what waits, then ends the watch.</summary>
    public async ValueTask DisposeAsync()
    {
        if (sink is not null) await sink.DisposeAsync();
        await stop.CancelAsync();
        await watch;
        if (targets is not null) await targets.DisposeAsync();
        stop.Dispose();
    }
}

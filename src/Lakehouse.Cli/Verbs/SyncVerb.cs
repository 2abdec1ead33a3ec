using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>sync</c>: gold to online stores for one view.</summary>
internal static class SyncVerb
{
    private static readonly Argument<string> View = new("view") { Description = "A registered view, name@N" };

    private static readonly Option<bool> Rebuild = new("--rebuild") { Description = "Write everything anew into a fresh table, and switch readers to it at the end" };

    private static readonly Option<string?> Shard = new("--shard")
    {
        Description = "Only this worker's part of the keys, for example 1/4; the worker that ends last completes the sync", HelpName = "i/n",
    };

    public static Command Create(CommandHost host)
    {
        var verb = new VerbCommand(
            "sync", "Push one view's rows in force to online stores.", "lakehouse sync airport_delays@1\n  lakehouse sync airport_delays@1 --target eu --shard 1/4 --rebuild")
        {
            View, OnlineChoice.Some, Rebuild, Shard,
        }.WithEngine().Runs(host, RunAsync);
        verb.Subcommands.Add(SyncVerifyVerb.Create(host));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        SyncShard? shard = call.Get(Shard) is { } text
            ? SyncShard.TryParse(text) ?? throw new UsageException($"--shard: '{text}' is not i/n with i from 1 to n and n up to {SyncShard.MaxCount}, for example 1/4.")
            : null;
        var options = new SyncOptions(Names.Parse(call.Get(View))) { Rebuild = call.Get(Rebuild), Shard = shard };
        var session = await call.OpenLakeAsync(create: false, ct);
        await using var targets = session.OpenTargets(call.Get(OnlineChoice.Some));
        return await JobRows.PrintAsync(call, await SyncJob.RunAsync(session.Jobs, targets.All, options, ct));
    }
}

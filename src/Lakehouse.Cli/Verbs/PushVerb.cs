using System.CommandLine;
using Grpc.Core;
using Lakehouse.Cli.Output;
using Lakehouse.Cli.Push;
using Lakehouse.Client;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>push</c>: events from a file to a server that takes them.</summary>
internal static class PushVerb
{
    private const int MostShown = 20;

    private static readonly Argument<string> Contract = new("contract") { Description = "A registered contract, name@N" };
    private static readonly Argument<string> File = new("file") { Description = "Events: CSV with a header (.csv), or one JSON object a line; columns of the contract's raw record" };
    private static readonly Option<string> Server = new("--server") { Description = "The server (default: http://127.0.0.1:5005)", HelpName = "url", DefaultValueFactory = _ => "http://127.0.0.1:5005" };
    private static readonly Option<int> Batch = new("--batch") { Description = "Events of a call (default: 1000)", HelpName = "n", DefaultValueFactory = _ => 1_000 };

    public static Command Create(CommandHost host) =>
        new VerbCommand("push", "Push events to a server that was started with 'serve --push'; each id counts once, so it may be repeated.", "lakehouse push readings@1 events.ndjson")
        {
            Contract, File, Server, Batch,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var contract = Names.Parse(call.Get(Contract)).ToString();
        if (call.Get(Batch) < 1) throw new UsageException("--batch must be at least 1.");
        if (!Uri.TryCreate(call.Get(Server), UriKind.Absolute, out var address)) throw new UsageException($"--server: '{call.Get(Server)}' is no URL, for example http://127.0.0.1:5005.");
        using var pusher = new FeaturePusher(address, new() { Deadline = TimeSpan.FromSeconds(30), MaxAttempts = 5 });
        long accepted = 0, duplicates = 0, rejected = 0, first = 0;
        long? version = null;
        foreach (var events in EventFile.Read(call.Get(File), call.Get(Batch)))
        {
            var answer = await SendAsync(pusher, events.ToBatch(contract), address, first, ct);
            (accepted, duplicates, rejected) = (accepted + answer.Accepted, duplicates + answer.Duplicates, rejected + answer.Rejections.Count);
            if (answer.HasVersion) version = answer.Version;
            foreach (var r in answer.Rejections.Take((int)Math.Max(0, MostShown - (rejected - answer.Rejections.Count))))
                await call.SayAsync($"Event {first + r.Event + 1} was refused: {r.Reason}{(r.Column.Length > 0 ? $" in {r.Column}" : "")}. {r.Message}");
            first += events.Count;
        }

        await call.PrintAsync(
            [OutputColumn.Text("contract"), OutputColumn.Number("accepted"), OutputColumn.Number("duplicates"), OutputColumn.Number("rejected"), OutputColumn.Number("version")],
            [[contract, accepted, duplicates, rejected, version]]);
        return rejected == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private static async Task<Lakehouse.Serving.V1.PushResponse> SendAsync(FeaturePusher pusher, EventBatch batch, Uri address, long first, CancellationToken ct)
    {
        try
        {
            return await pusher.PushAsync(batch, ct);
        }
        catch (RpcException e)
        {
            throw new UsageException($"{address} did not take the events from number {first + 1} on ({e.StatusCode}): {e.Status.Detail} Run the same command again; events that were taken count once.");
        }
    }
}

using System.CommandLine;
using System.Globalization;
using Lakehouse.Cli.Output;
using Lakehouse.Cli.Quickstart;
using Lakehouse.Cli.Repositories;
using Lakehouse.Client;
using Lakehouse.Online;
using Lakehouse.Online.Targets;
using Lakehouse.Pipelines;
using Lakehouse.Pipelines.Ingest;
using Lakehouse.Pipelines.Run;
using Lakehouse.Serving;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>quickstart</c>: the whole way on three million real flights, then a lookup.</summary>
internal static class QuickstartVerb
{
    private const string Airport = "ORD";
    private const string Set = "departure_delay_model@1";

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "quickstart", "Take three million real flights from bronze to a lookup over gRPC, and check it against the file.",
            "lakehouse quickstart") { OnlineChoice.InOrder }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var clone = SampleData.FindClone() ?? throw new UsageException("quickstart runs from a clone of the repository; start it with ./lakehouse quickstart.");
        var file = SampleData.Find() ?? throw new UsageException("The sample data is not there; ./lakehouse quickstart fetches it with npm.");
        var project = RepositoryLoader.Load(Path.Combine(clone, "artifacts", "bin", "Flights", "release", "Flights.dll"));
        var now = BruteForce.NewestEvent(file);

        var session = await call.OpenLakeAsync(create: true, ct);
        var changes = await session.Catalog.ApplyAsync(project, ct);
        await using var targets = session.OpenForLookups(call.Get(OnlineChoice.InOrder));
        var start = call.Clock.GetTimestamp();
        List<JobResult> results =
        [
            .. await IngestJob.RunAsync(session.Jobs, new IngestOptions("flights_raw", [file]) { Root = Path.GetDirectoryName(file)! }, ct),
            .. await RunJob.RunAsync(session.Jobs, targets.All, new RunOptions { ClockMicros = now }, ct),
        ];
        var elapsed = call.Clock.GetElapsedTime(start);

        if (await JobRows.PrintAsync(call, results) is not ExitCode.Done and var failed) return failed;
        await call.SayAsync(changes.All(c => c.Action == "unchanged") && results.All(r => !r.Changed) ? "Nothing to do: the lake is up to date." : Summary(elapsed));

        var rows = await LookUpAsync(session, targets.AsReader(OnlineTargets.Failover(session.Lake.Settings), call.Clock), file, now, ct);
        await call.PrintAsync(ServedComparison.Columns, rows);
        var different = rows.Count(r => r[^1] is false);
        await call.SayAsync(different == 0
            ? $"All {rows.Count} features of {Set} for {Airport} at {Instant.Format(now)}, served over gRPC, equal those computed from the file."
            : $"{different} of {rows.Count} features differ from those computed from the file. This is a bug: please report it.");
        return different == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<IReadOnlyList<object?[]>> LookUpAsync(LakeSession session, IOnlineReader store, string file, long now, CancellationToken ct)
    {
        var plannedAt = Instant.FromMicros(now).AddHours(1);
        await using var server = await FeatureServer.StartAsync(new CatalogSetSource(session.Catalog), store, new ServingOptions { Port = 0 }, session.Lake.Clock, ct);
        using var client = new FeatureClient(server.Address, new() { Deadline = TimeSpan.FromMinutes(1) });
        var answer = await client.GetFeaturesAsync(new FeatureQuery(Set).Key("airport", Airport).Input("planned_at", plannedAt).At(Instant.FromMicros(now)), ct);
        return ServedComparison.Compare(answer, BruteForce.Read(file, Airport, now).Features(now, plannedAt));
    }

    private static string Summary(TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture, $"Ingest to online took {elapsed.TotalSeconds:0.0} s; the process held at most {PeakMemory.Bytes() / (double)(1L << 30):0.00} GB of memory.");
}

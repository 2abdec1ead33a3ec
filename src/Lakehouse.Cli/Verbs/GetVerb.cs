using System.CommandLine;
using Lakehouse.Cli.Lookup;
using Lakehouse.Online.Failover;
using Lakehouse.Pipelines.Lookup;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>get</c>: a lookup, from the online store now or from gold at any instant.</summary>
internal static class GetVerb
{
    private static readonly Argument<string> Set = new("set") { Description = "A registered feature set, name@N" };
    private static readonly Argument<string[]> Keys = new("name=value")
    {
        Description = "The set's keys, and inputs of its on-demand views",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
    };
    private static readonly Option<string?> At = new("--at") { Description = "From gold, as of this instant (default: from the online store, now)", HelpName = "instant" };
    private static readonly Option<string?> KeysFile = new("--keys-file") { Description = "Several keys: a file with one JSON object a line", HelpName = "file" };

    private static readonly Option<string?> Fit = new("--fit")
    {
        Description = "Training set whose fit the set's transforms take (default: the set's default fit)",
        HelpName = "name[@version]",
    };

    /// <summary>A single lookup also opens its connection, which is slower than any lookup of a service: only a failure, or a long wait, turns it to the next store.</summary>
    private static FailoverOptions OneLookup { get; } = new() { ExtraReads = 0, AttemptTimeout = TimeSpan.FromSeconds(10) };

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "get", "Look the features of a set up for an entity.",
            "lakehouse get departure_delay_model@1 airport=ORD planned_at=2001-03-01T13:00:00Z --at 2001-03-01T12:00:00Z")
        {
            Set, Keys, At, KeysFile, Fit, OnlineChoice.InOrder,
        }
            .Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var name = Names.Parse(call.Get(Set));
        var at = call.GetInstant(At);
        var pairs = call.Get(Keys);
        if (call.Get(KeysFile) is not null && pairs.Length > 0) throw new UsageException("name=value and --keys-file exclude each other.");

        if (at is not null && call.IsGiven(OnlineChoice.InOrder)) throw new UsageException("--at and --online exclude each other: an instant is looked up in gold.");

        var session = await call.OpenLakeAsync(create: false, ct);
        var set = (await session.Catalog.GetSetAsync(name, ct)).Definition;
        var keys = call.Get(KeysFile) is { } file ? await LookupKeys.FromFileAsync(set, file, ct) : [LookupKeys.FromPairs(set, pairs)];
        if (at is { } instant)
        {
            await LookupPrinter.PrintAsync(call, set, keys, await LookupJob.FromGoldAsync(session.Jobs, new(name, keys, instant) { Fit = call.Get(Fit) }, ct));
        }
        else
        {
            await using var targets = session.OpenForLookups(call.Get(OnlineChoice.InOrder));
            var reader = targets.AsReader(OneLookup, call.Clock);
            var query = new LookupQuery(name, keys, session.Jobs.NowMicros) { Fit = call.Get(Fit) };
            await LookupPrinter.PrintAsync(call, set, keys, await LookupJob.FromOnlineAsync(session.Jobs, reader, query, ct));
        }

        return ExitCode.Done;
    }
}

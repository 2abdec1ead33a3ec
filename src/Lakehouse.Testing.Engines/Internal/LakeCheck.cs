using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Engines.Internal;

/// <summary>One lake in a directory of its own: its views, each with one case or many, lookups and training joins.</summary>
internal sealed class LakeCheck : IDisposable
{
    private const string SilverName = "silver/events@1";

    /// <summary>A file system in memory where there is one: lakes are small and short-lived, and every commit is flushed.</summary>
    private const string MemoryDirectory = "/dev/shm";

    private readonly string directory = Directory.CreateDirectory(
        Path.Combine(Directory.Exists(MemoryDirectory) ? MemoryDirectory : Path.GetTempPath(), $"lakehouse-conformance-{Guid.NewGuid():N}")).FullName;

    private readonly IEngine engine;
    private readonly ConformanceOptions options;
    private readonly Tally tally;
    private readonly int firstCase;
    private readonly CaseGenerator cases;
    private readonly Random random;

    internal LakeCheck(IEngine engine, ConformanceOptions options, int lake, Tally tally)
    {
        this.engine = engine;
        this.options = options;
        this.tally = tally;
        firstCase = lake * options.CasesPerLake;
        var seed = Seeds.Of(options.Seed, lake);
        random = new(seed);
        var missing = (options.Cases - firstCase + options.HistoriesPerView - 1) / options.HistoriesPerView;
        var views = options.OnlyCase is null ? Math.Min(options.ViewsPerLake, missing) : options.ViewsPerLake;
        cases = new(seed, lake * options.ViewsPerLake, views, options.HistoriesPerView, Yesterday);
    }

    /// <summary>One case of a view that somebody else wrote.</summary>
    internal LakeCheck(IEngine engine, ConformanceOptions options, EntityViewDefinition view, Tally tally)
    {
        this.engine = engine;
        this.options = options with { OnlyCase = 0 };
        this.tally = tally;
        random = new(options.Seed);
        cases = new(view, options.Seed, Yesterday);
    }

    /// <summary>No clock of a run may be later than the wall clock.</summary>
    private static long Yesterday => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch - TimeSpan.FromDays(1)).Ticks / TimeSpan.TicksPerMicrosecond;

    private int? OnlyHistory => (options.OnlyCase - firstCase) % options.HistoriesPerView;

    internal async Task RunAsync(CancellationToken ct)
    {
        var silver = await SilverTable.WriteAsync(Table("silver"), OnlyHistory is { } one ? cases.Case(0, one).History : cases.History, cases.History.Batches.Count, ct);
        var runner = new CaseRunner(engine, silver, SilverName);
        var outcomes = new List<(CaseOutcome Outcome, DeltaTable Gold)>();
        for (var i = 0; i < cases.Count; i++)
        {
            if (options.OnlyCase is { } only && (only - firstCase) / options.HistoriesPerView != i) continue;
            outcomes.Add((await CaseAsync(runner, i, ct), Table($"gold_{i}")));
        }

        if (options.OnlyCase is not null) return;
        for (var i = 0; i < options.JoinsPerLake; i++) await JoinAsync(outcomes, i, ct);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private async Task<CaseOutcome> CaseAsync(CaseRunner runner, int index, CancellationToken ct)
    {
        var spec = cases.Case(index, OnlyHistory);
        CaseOutcome? outcome = null;
        try
        {
            outcome = await runner.RunAsync(spec, Table($"gold_{index}"), ct);
            tally.AddCases(spec, outcome);
            if (outcome.Versions.Count > 0 && index % 3 == 0)
                tally.AddLookups(await new LookupChecks(engine, new Random(Seeds.Of(options.Seed, firstCase + index))).CheckAsync(outcome, await Table($"gold_{index}").GetSnapshotAsync(ct: ct), ct));
            return outcome;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var shrunk = outcome is null ? await new Shrinker(engine, directory, options).ShrinkAsync(spec, e, ct) : (Spec: spec, Failure: e);
            var number = firstCase + shrunk.Spec.Histories.Keys.Min();
            throw new ConformanceException(
                $"Engine {engine.Name} and the oracle disagree in case {number} of seed {options.Seed}: {shrunk.Failure.Message}\n{CaseText.Of(shrunk.Spec)}\n"
                + $"To see it alone: {ConformanceOptions.SeedVariable}={options.Seed} {ConformanceOptions.CaseVariable}={number}",
                shrunk.Failure);
        }
    }

    private async Task JoinAsync(IReadOnlyList<(CaseOutcome Outcome, DeltaTable Gold)> outcomes, int number, CancellationToken ct)
    {
        try
        {
            if (await new TrainingChecks(engine, random, directory).CheckAsync(cases.Definitions, outcomes, number, ct)) tally.AddJoin();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var end = firstCase + (cases.Count * options.HistoriesPerView);
            throw new ConformanceException(
                $"Engine {engine.Name} and the oracle disagree in training join {number} of the lake with cases {firstCase} to {end - 1} of seed {options.Seed}: {e.Message}\n"
                + $"To see that lake alone: {ConformanceOptions.SeedVariable}={options.Seed} and {ConformanceOptions.CasesVariable}={end}",
                e);
        }
    }

    private DeltaTable Table(string name) => DeltaTable.ForPath(Path.Combine(directory, name));
}

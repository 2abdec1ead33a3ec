using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Testing;
using Lakehouse.Testing.Engines;

namespace Lakehouse.Conformance.Tests;

/// <summary>The test of the suite: engines with one small mistake each are found out.</summary>
public sealed class MutantTests : IDisposable
{
    private static readonly DuckDbDatabases Databases = new();
    private readonly string directory = Directory.CreateTempSubdirectory("lakehouse-mutants-").FullName;

    private static Dictionary<string, Func<IEngine, IEngine>> Mutants { get; } = new(StringComparer.Ordinal)
    {
        ["drops a row"] = e => new MutantEngine(e) { Rows = (_, rows) => rows.OrderBy(r => r.ValidFromMicros).Skip(1) },
        ["repeats a row at the next microsecond"] = e => new MutantEngine(e) { Rows = (_, rows) => rows.Concat(rows.Take(1).Select(r => r with { ValidFromMicros = r.ValidFromMicros + 1 })) },
        ["lets events in at their own instant"] = e => new MutantEngine(e)
        {
            Rows = (view, rows) => rows.Select(r => r with { ValidFromMicros = r.ValidFromMicros - (view is WindowViewDefinition ? 1 : 0) }),
        },
        ["windows a microsecond longer"] = e => new MutantEngine(e) { Plan = p => p with { View = Longer(p.View) } },
        ["rounds differently in one bit"] = e => new MutantEngine(e) { Rows = (view, rows) => rows.Select(r => r with { Values = [.. r.Values.Select((v, i) => OneBit(v, view.Columns[i].Type))] }) },
        ["event_time of a row unknown"] = e => new MutantEngine(e) { Rows = (_, rows) => rows.Select((r, i) => i == 0 ? r with { EventTimeMicros = null } : r) },
        ["forgets retractions"] = e => new MutantEngine(e) { Rows = (_, rows) => rows.Where(r => !r.Retracted) },
        ["never looks at corrections"] = e => new MutantEngine(e) { Plan = p => p with { SilverVersion = 0 } },
        ["gives NULL for an overflow that must fail"] = e => new MutantEngine(e) { Plan = p => p with { View = p.View with { NullOnOverflow = true } } },
        ["stops at the clock"] = e => new MutantEngine(e) { Plan = p => p with { HorizonMicros = 0 } },
        ["looks up a microsecond late"] = e => new MutantEngine(e) { Lookup = p => p with { AtMicros = p.AtMicros - 1 } },
        ["looks up what was not known yet"] = e => new MutantEngine(e) { Lookup = p => p with { KnownAtMicros = null } },
        ["joins rows that were not known yet"] = e => new MutantEngine(e)
        {
            Training = p => p with { Commits = p.Commits.ToDictionary(c => c.Key, c => (IReadOnlyList<KnownCommit>)[.. c.Value.Select(k => k with { CommitTimeMicros = long.MinValue / 2 })]) },
        },
        ["joins values a microsecond before they expire"] = e => new MutantEngine(e) { Training = p => p with { Set = Sooner(p.Set) } },
    };

    public static TheoryData<string> Names => [.. Mutants.Keys];

    public static TheoryData<string> NamesOnSharedTables => [.. Mutants.Keys.Where(name => !name.Contains("overflow", StringComparison.Ordinal))];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Check_EngineWithOneMistake_FindsIt(string mutant) => await FindsAsync(Mutants[mutant](Engine()));

    /// <summary>Shared tables hide no mistake; there every view gives NULL on overflow, so that a mutant which does is none.</summary>
    [Theory]
    [MemberData(nameof(NamesOnSharedTables))]
    public async Task Check_EngineWithOneMistakeOnSharedTables_FindsIt(string mutant) =>
        await FindsAsync(Mutants[mutant](Engine()), new ConformanceOptions { Cases = 480, Seed = 5, ViewsPerLake = 12, HistoriesPerView = 10, JoinsPerLake = 3, Parallelism = 1, ShrinkAttempts = 0 });

    [Fact]
    public async Task Check_FailureOnSharedTables_NamesTheCaseThatBringsItBack()
    {
        var mutant = new MutantEngine(Engine()) { Rows = (_, rows) => rows.Skip(1) };

        var failure = await FailureAsync(mutant, new ConformanceOptions { Cases = 48, Seed = 11, HistoriesPerView = 4, Parallelism = 1 });
        var number = int.Parse(failure!.Message.Split(ConformanceOptions.CaseVariable + "=")[1]);
        var again = await FailureAsync(mutant, new ConformanceOptions { Seed = 11, HistoriesPerView = 4, OnlyCase = number, ShrinkAttempts = 10 });

        again!.Message.Should().StartWith($"Engine mutant and the oracle disagree in case {number} of seed 11");
    }

    [Fact]
    public async Task Check_EngineThatBreaksTiesTheOtherWay_FindsIt() => await FindsAsync(new ReversedTiesEngine(Engine(), directory));

    [Fact]
    public async Task Check_Failure_NamesTheCaseThatBringsItBack()
    {
        var mutant = new MutantEngine(Engine()) { Rows = (_, rows) => rows.Skip(1) };

        var failure = await FailureAsync(mutant, new ConformanceOptions { Cases = 12, Seed = 11, Parallelism = 1, ShrinkAttempts = 10 });
        var number = int.Parse(failure!.Message.Split(ConformanceOptions.CaseVariable + "=")[1]);
        var again = await FailureAsync(mutant, new ConformanceOptions { Seed = 11, OnlyCase = number, ShrinkAttempts = 10 });

        again!.Message.Should().StartWith($"Engine mutant and the oracle disagree in case {number} of seed 11");
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static DuckDbEngine Engine() => new(new DuckDbOptions { Threads = 1, MemoryLimit = "256MB", Databases = Databases }, TimeProvider.System);

    private static async Task FindsAsync(IEngine mutant, ConformanceOptions? options = null)
    {
        var failure = await FailureAsync(mutant, options ?? new ConformanceOptions { Cases = 120, Seed = 5, JoinsPerLake = 3, Parallelism = 1, ShrinkAttempts = 0 });

        failure.Should().NotBeNull("the suite must notice the mistake");
        TestContext.Current.SendDiagnosticMessage(failure!.Message.Split('\n')[0]);
    }

    private static async Task<ConformanceException?> FailureAsync(IEngine engine, ConformanceOptions options)
    {
        try
        {
            await new Suite(engine).CheckAsync(options, Ct);
            return null;
        }
        catch (ConformanceException e)
        {
            return e;
        }
    }

    private static EntityViewDefinition Longer(EntityViewDefinition view) => view is WindowViewDefinition window
        ? window with { Windows = [.. window.Windows.Select(w => w with { LengthMicros = w.LengthMicros + 1 })], EveryMicros = null }
        : view;

    private static SetDefinition Sooner(SetDefinition set) =>
        set with { Members = [.. set.Members.Select(m => m.View is EntityViewDefinition view ? m with { View = view with { TimeToLiveMicros = view.TimeToLiveMicros - 1 } } : m)] };

    private static Value OneBit(Value value, DataType type) =>
        value.IsNull || type.Kind != TypeKind.Double || value.AsDouble == 0 ? value : Value.Double(BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value.AsDouble) ^ 1));

    private sealed class Suite(IEngine engine) : EngineConformance
    {
        protected override IEngine CreateEngine() => engine;
    }
}

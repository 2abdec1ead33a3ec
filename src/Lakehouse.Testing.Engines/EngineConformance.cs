using System.Diagnostics;
using Lakehouse.Engine;
using Lakehouse.Features.Definitions;
using Lakehouse.Testing.Engines.Internal;

namespace Lakehouse.Testing.Engines;

/// <summary>What every engine must do: over generated definitions and histories it gives what brute force gives, bit for bit in normal form (semantics §1 to §5).</summary>
/// <remarks>
/// 1. A lake holds one generated history of silver, as a Delta table, and a dozen generated views. A case is one of these views, materialized by one or more runs
///    with clocks and horizons of their own. Where <see cref="ConformanceOptions.HistoriesPerView"/> says so, a lake holds many histories, and a case is a view over one of them.
/// 2. The engine gets plans and Delta tables and leaves Delta tables, nothing else: it may run in another process.
/// 3. After its views a lake is asked by lookups, and joined to a spine in each mode by turns.
/// 4. A case that fails is made smaller and reported with the seed and number that bring it back alone.
/// </remarks>
/// <example><code>
/// public sealed class MyEngineConformance : EngineConformance
/// {
///     protected override IEngine CreateEngine() => new MyEngine();
///
///     [Fact]
///     public async Task Engine_AnyCase_GivesWhatBruteForceGives() =>
///         output.WriteLine((await CheckAsync(new ConformanceOptions().WithEnvironment(), TestContext.Current.CancellationToken)).ToString());
/// }
/// </code></example>
public abstract class EngineConformance
{
    /// <summary>A new engine; it is used for one lake at a time, from one thread.</summary>
    protected abstract IEngine CreateEngine();

    /// <summary>Checks the engine.</summary>
    /// <param name="options">How much.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ConformanceException">Engine and oracle disagree.</exception>
    public async Task<ConformanceReport> CheckAsync(ConformanceOptions options, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var lakes = (options.Cases + options.CasesPerLake - 1) / options.CasesPerLake;
        var numbers = options.OnlyCase is { } only ? Enumerable.Range(only / options.CasesPerLake, 1) : Enumerable.Range(0, lakes);
        var tally = new Tally();
        await Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = ct }, async (lake, token) =>
        {
            using var check = new LakeCheck(CreateEngine(), options, lake, tally);
            await check.RunAsync(token);
        });
        return tally.Report(options.Seed, clock.Elapsed);
    }

    /// <summary>Checks the engine on one view that an author wrote, over a history that the seed makes for it.</summary>
    /// <param name="view">A window or state view.</param>
    /// <param name="seed">Equal seeds give equal histories.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ConformanceException">Engine and oracle disagree.</exception>
    public async Task<ConformanceReport> CheckViewAsync(EntityViewDefinition view, int seed, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var tally = new Tally();
        using var check = new LakeCheck(CreateEngine(), new ConformanceOptions { Seed = seed }, view, tally);
        await check.RunAsync(ct);
        return tally.Report(seed, clock.Elapsed);
    }
}

using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Engines.Internal;

/// <summary>The cases of one lake, each from chance of its own, so that one can be made again without the others.</summary>
internal sealed class CaseGenerator
{
    private const long LongestHorizon = 4_000L * 86_400_000_000;
    private static readonly long Calendar = (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private readonly int seed;
    private readonly long latestClock;
    private readonly EntityViewDefinition[] views;
    private readonly EventHistory[] histories;

    /// <param name="seed">Of the lake.</param>
    /// <param name="firstNumber">Number of its first view: neighbouring numbers take aggregates and types in turn.</param>
    /// <param name="count">Views of the lake.</param>
    /// <param name="shared">Histories that share the tables; 1 for one that has them for itself.</param>
    /// <param name="latestClock">No clock may be later: the wall clock.</param>
    internal CaseGenerator(int seed, int firstNumber, int count, int shared, long latestClock)
    {
        this.seed = seed;
        this.latestClock = latestClock;
        Definitions = new(seed);
        views = [.. Enumerable.Range(firstNumber, count).Select(Definitions.NextView)];
        histories = [.. Enumerable.Range(0, shared).Select(n => Generate(Definitions.Times, n == 0 ? seed : Seeds.Of(seed, -n)))];
        if (shared > 1)
        {
            views = [.. views.Select(SharedTables.Share)];
            histories = [.. histories.Select(SharedTables.Share)];
        }

        History = SharedTables.Merge(histories);
    }

    /// <summary>One case of a view that somebody else wrote.</summary>
    internal CaseGenerator(EntityViewDefinition view, int seed, long latestClock)
    {
        this.seed = seed;
        this.latestClock = latestClock;
        Definitions = new(seed);
        views = [view];
        histories = [Generate(view, seed)];
        History = histories[0];
    }

    internal DefinitionGenerator Definitions { get; }

    internal EventHistory History { get; }

    internal int Count => views.Length;

    /// <summary>The cases of a view.</summary>
    /// <param name="index">Which view.</param>
    /// <param name="only">The one history to have; null for all.</param>
    internal CaseSpec Case(int index, int? only = null)
    {
        var random = new Random(Seeds.Of(seed, index));
        var view = views[index];
        var last = History.Batches.Count - 1;
        var versions = Enumerable.Range(0, last + 1).Where(v => v == last || random.Next(3) > 0).ToList();
        if (random.Next(3) == 0) versions = [last];
        var clocks = versions.Select(_ => Clock(random, view)).ToList();
        if (random.Next(5) > 0) clocks.Sort();
        var chosen = Enumerable.Range(0, histories.Length).Where(n => only is null || n == only).ToDictionary(n => (index * histories.Length) + n, n => histories[n]);
        return new(view, chosen, [.. versions.Select((v, i) => new RunStep(v, clocks[i], Horizon(random, view, clocks[i])))]);
    }

    private static EventHistory Generate(EntityViewDefinition times, int seed)
    {
        var random = new Random(seed);
        return new EventGenerator(times, seed, new()
        {
            Rows = random.Next(20, 60),
            Batches = random.Next(2, 5),
            NullShare = random.Next(3) switch { 0 => 0, 1 => 0.15, _ => 0.5 },
            Extremes = random.Next(3) == 0,
        }).Generate();
    }

    /// <summary>An instant at which something happens, or soon after.</summary>
    private long Clock(Random random, EntityViewDefinition view)
    {
        var time = History.Contract.Columns.IndexOf(History.Contract.EventTime);
        var events = History.Batches.SelectMany(b => b).Select(c => c.Row[time].AsInt64).Order().ToList();
        var near = random.Next(4) == 0 ? events[^1] : events[random.Next(events.Count)];
        return Math.Min(latestClock, near + Length(random, view) + random.Next(-1, 3));
    }

    private static long Horizon(Random random, EntityViewDefinition view, long clock)
    {
        var horizon = random.Next(3) switch { 0 => 0, 1 => Length(random, view), _ => LongestHorizon };
        return Math.Min(horizon, Calendar - clock);
    }

    private static long Length(Random random, EntityViewDefinition view)
    {
        if (view is not WindowViewDefinition window || random.Next(3) == 0) return random.Next(3);
        return window.Windows[random.Next(window.Windows.Length)].LengthMicros ?? 1;
    }
}

using System.Diagnostics;
using System.Reflection;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Benchmarks;

/// <summary>The training join beside DuckDB's ASOF JOIN written by hand, three views beside one, as_known beside latest, and its peak memory under a limit that the data exceeds.</summary>
/// <remarks>Each figure is the least of two rounds, in which the ways alternate. Views 1 to 3 have six commits and corrections, so that one image of each row must be chosen; view 0 has one.</remarks>
internal sealed class TrainingBenchmark(string directory, long spineRows, long goldRows)
{
    public const string ChildVerb = "training-child";
    private const string Limit = "300MB";
    private static readonly DuckDbOptions Options = new();

    private readonly TrainingData data = new(directory, spineRows, goldRows);
    private readonly Dictionary<string, Measurement> least = [];

    public async Task RunAsync(CancellationToken ct)
    {
        Console.WriteLine($"./lakehouse bench training: spine {spineRows:N0} rows, views of {goldRows:N0} rows, {TrainingData.FeatureNames.Count} features each; {Environment.ProcessorCount} threads");
        data.WriteSpine();
        for (var i = 0; i <= 3; i++) await data.WriteGoldAsync(i, ct);
        for (var round = 0; round < 2; round++)
        {
            foreach (var view in (int[])[0, 1])
            {
                await MeasureAsync($"by hand, view {view}, Parquet", () => TrainingByHand.WriteAsync(data, view, Path.Combine(directory, $"hand-{view}.parquet"), Options, ct));
                await MeasureAsync($"by hand, view {view}, in memory", () => TrainingByHand.KeepAsync(data, view, Options, ct));
                await MeasureAsync($"latest, view {view}", () => BuildAsync(data, $"latest-{view}", [view], TrainingMode.Latest, Options, ct));
            }

            foreach (var view in (int[])[2, 3]) await MeasureAsync($"latest, view {view}", () => BuildAsync(data, $"latest-{view}", [view], TrainingMode.Latest, Options, ct));
            await MeasureAsync("latest, views 1 to 3", () => BuildAsync(data, "latest-all", [1, 2, 3], TrainingMode.Latest, Options, ct));
            await MeasureAsync("as_known, view 1", () => BuildAsync(data, "known", [1], TrainingMode.AsKnown, Options, ct));
        }

        Print();
        foreach (var view in (int[])[0, 1]) await CompareAsync(view, ct);
        await MeasureMemoryAsync(ct);
    }

    /// <summary>One join of three views in a process of its own, whose peak memory is printed.</summary>
    public static async Task RunChildAsync(string directory, CancellationToken ct)
    {
        var data = new TrainingData(directory, 0, 0);
        var options = new DuckDbOptions { MemoryLimit = Limit, TempDirectory = Path.Combine(directory, "spill") };
        var spilled = 0L;
        using var watch = new Timer(_ => spilled = Math.Max(spilled, SizeOf(options.TempDirectory!)), state: null, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
        await BuildAsync(data, "limited", [1, 2, 3], TrainingMode.Latest, options, ct);
        Console.WriteLine(
            $"three views under memory_limit {Limit}: peak of the process {Measurement.PeakMebibytes} MiB, spilled {spilled >> 20} MiB, left in the spill directory {SizeOf(options.TempDirectory!)} bytes");
    }

    private static long SizeOf(string path) => Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles().Sum(f => f.Exists ? f.Length : 0) : 0;

    private static async Task BuildAsync(TrainingData data, string name, int[] views, TrainingMode mode, DuckDbOptions options, CancellationToken ct)
    {
        var gold = new Dictionary<VersionedName, Snapshot>();
        foreach (var view in views) gold[TrainingData.View(view).Id] = await data.Gold(view).GetSnapshotAsync(ct: ct);
        var set = new SetDefinition(new("model", 1), [.. views.Select(v => new SetMember(TrainingData.View(v), TrainingData.View(v).Columns))]);
        var output = DeltaTable.ForPath(Path.Combine(Path.GetDirectoryName(data.SpineFile)!, $"out-{name}"));
        var plan = new TrainingPlan(set, gold, $"SELECT * FROM read_parquet({DuckDbSession.Literal(data.SpineFile)})", output, mode)
        {
            Commits = views.ToDictionary(v => TrainingData.View(v).Id, _ => TrainingData.Commits),
        };
        await new DuckDbEngine(options, TimeProvider.System).BuildTrainingSetAsync(plan, ct);
    }

    private async Task MeasureAsync(string name, Func<Task> work)
    {
        GC.Collect();
        var cost = await Measurement.OfAsync(work);
        await Console.Error.WriteLineAsync($"{name}: {cost}");
        if (!least.TryGetValue(name, out var known) || cost.CpuSeconds < known.CpuSeconds) least[name] = cost;
    }

    private void Print()
    {
        foreach (var (name, cost) in least) Console.WriteLine($"  {name,-32} {cost}");
        foreach (var view in (int[])[0, 1])
        {
            Ratio($"view {view}: latest / by hand with Parquet (<= 1.25)", least[$"latest, view {view}"], least[$"by hand, view {view}, Parquet"]);
            Ratio($"view {view}: latest / by hand in memory", least[$"latest, view {view}"], least[$"by hand, view {view}, in memory"]);
        }

        var sum = new Measurement(
            Enumerable.Range(1, 3).Sum(v => least[$"latest, view {v}"].CpuSeconds), Enumerable.Range(1, 3).Sum(v => least[$"latest, view {v}"].WallSeconds));
        Ratio("three views in one pass / sum of three (<= 1.25)", least["latest, views 1 to 3"], sum);
        Ratio("as_known / latest (<= 2)", least["as_known, view 1"], least["latest, view 1"]);
    }

    private static void Ratio(string name, Measurement cost, Measurement floor) =>
        Console.WriteLine($"  {name}: {cost.CpuSeconds / floor.CpuSeconds:F2} of CPU, {cost.WallSeconds / floor.WallSeconds:F2} of elapsed time");

    private async Task CompareAsync(int view, CancellationToken ct)
    {
        using var session = new DuckDbSession(Options);
        var output = await DeltaTable.ForPath(Path.Combine(directory, $"out-latest-{view}")).GetSnapshotAsync(ct: ct);
        var columns = output.Schema.Columns.Select(c => c.Name).ToList();
        var differ = string.Join(" OR ", columns.Select(c => $"a.{c} IS DISTINCT FROM b.{c}"));
        var different = session.ScalarInt64(
            $"SELECT count(*) FROM {await output.Scan().ToSqlAsync(session, ct)} a FULL JOIN read_parquet({DuckDbSession.Literal(Path.Combine(directory, $"hand-{view}.parquet"))}) b "
            + $"ON a.spine_row = b.spine_row WHERE {differ}");
        Console.WriteLine($"  view {view}: rows that differ from the join by hand: {different}");
        if (different != 0) throw new InvalidOperationException("The joins differ.");
    }

    private async Task MeasureMemoryAsync(CancellationToken ct)
    {
        string[] entry = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Assembly.GetEntryAssembly()!.Location] : [];
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. entry, ChildVerb, directory])) ?? throw new InvalidOperationException("The child did not start.");
        await child.WaitForExitAsync(ct);
    }
}

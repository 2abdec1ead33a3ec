using System.Diagnostics;
using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Engines.Internal;

/// <summary>Makes a failed case smaller for as long as it still fails.</summary>
/// <remarks>
/// Each round tries to leave out histories, features, windows, runs, then rows in halves, quarters and so on; whatever still fails is kept. Every attempt has tables of its own.
/// </remarks>
internal sealed class Shrinker(IEngine engine, string directory, ConformanceOptions options)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private int tried;

    private bool IsOver => tried >= options.ShrinkAttempts || clock.Elapsed > options.ShrinkTime;

    internal async Task<(CaseSpec Spec, Exception Failure)> ShrinkAsync(CaseSpec spec, Exception failure, CancellationToken ct)
    {
        var best = (Spec: spec, Failure: failure);
        for (var found = true; found && !IsOver;)
        {
            found = false;
            foreach (var smaller in Smaller(best.Spec))
            {
                if (IsOver) break;
                if (await FailsAsync(smaller, ct) is not { } next) continue;
                best = (smaller, next);
                found = true;
                break;
            }
        }

        return best;
    }

    private async Task<Exception?> FailsAsync(CaseSpec spec, CancellationToken ct)
    {
        var place = Path.Combine(directory, $"shrink_{tried++}");
        try
        {
            var silver = await SilverTable.WriteAsync(DeltaTable.ForPath(Path.Combine(place, "silver")), spec.History, spec.Steps.Max(s => s.SilverVersion) + 1, ct);
            await new CaseRunner(engine, silver, "silver/events@1").RunAsync(spec, DeltaTable.ForPath(Path.Combine(place, "gold")), ct);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return e;
        }
        finally
        {
            if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
        }
    }

    private static IEnumerable<CaseSpec> Smaller(CaseSpec spec)
    {
        for (var size = spec.Histories.Count / 2; size > 0; size /= 2)
        {
            for (var from = 0; from < spec.Histories.Count; from += size)
                yield return spec with { Histories = spec.Histories.Take(from).Concat(spec.Histories.Skip(from + size)).ToDictionary(h => h.Key, h => h.Value) };
        }

        foreach (var feature in spec.View.Features.Where(_ => spec.View.Features.Length > 1)) yield return spec with { View = spec.View with { Features = [feature] } };
        if (spec.View is WindowViewDefinition { Windows.Length: > 1 } window)
        {
            foreach (var length in window.Windows) yield return spec with { View = window with { Windows = [length] } };
        }

        for (var i = 0; i < spec.Steps.Count && spec.Steps.Count > 1; i++) yield return spec with { Steps = [.. spec.Steps.Where((_, n) => n != i)] };
        if (spec.Histories.Count != 1) yield break;
        var (number, history) = spec.Histories.First();
        var rows = history.Batches.Sum(b => b.Count);
        for (var size = rows / 2; size > 0; size /= 2)
        {
            for (var from = 0; from < rows; from += size)
                yield return spec with { Histories = new Dictionary<int, EventHistory> { [number] = Without(history, from, size) } };
        }
    }

    private static EventHistory Without(EventHistory history, int from, int count)
    {
        var position = 0;
        return history with { Batches = [.. history.Batches.Select(batch => (IReadOnlyList<EventChange>)[.. batch.Where(_ => position++ is var at && (at < from || at >= from + count))])] };
    }
}

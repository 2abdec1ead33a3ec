using Lakehouse.Features;

namespace Lakehouse.Conformance.Tests;

/// <summary>What the CSV files of the conformance lake hold.</summary>
public sealed record RawReading(string? Id, DateTimeOffset? At, string? Place, long? Line, long? Amount, bool? Gone);

[Contract("readings", version: 1)]
public sealed record Reading
{
    [EventId]
    public required string ReadingId { get; init; }

    [EventTime]
    public required DateTimeOffset At { get; init; }

    public string? Place { get; init; }

    public long? Line { get; init; }

    public long? Amount { get; init; }
}

public sealed record Stop(string Place, long Line);

/// <summary>One contract with a rule and a delete rule; a window view, one on a grid, one with a composite key and a lifetime, and a state view.</summary>
public sealed class ReadingsProject : FeatureProject
{
    public static readonly VersionedName Contract = new("readings", 1);

    protected override void Define(ProjectBuilder project)
    {
        var place = project.Entity<string>("place");
        var stop = project.Entity<Stop>("stop");
        var raw = project.Source<RawReading>("readings_raw", Format.Csv());
        var readings = project.Conform<RawReading, Reading>(raw, (r, source) => new Reading { ReadingId = r.Id!, At = r.At!.Value, Place = r.Place, Line = r.Line, Amount = r.Amount })
            .Require("amount is plausible", r => r.Amount == null || r.Amount < 1000)
            .Delete(r => r.Gone == true);

        project.WindowView("by_place", version: 1, readings, by: place, key: r => r.Place!)
            .Over(Window.Minutes(7), Window.Minutes(30))
            .Feature("readings", w => w.Count())
            .Feature("amount_mean", w => w.Mean(r => r.Amount))
            .Feature("amount_max", w => w.Max(r => r.Amount))
            .Feature("amount_last", w => w.Last(r => r.Amount))
            .Feature("high_share", w => w.Count(r => r.Amount > 5) / w.Count())
            .TimeToLive(TimeSpan.FromMinutes(40));
        project.WindowView("by_place_grid", version: 1, readings, by: place, key: r => r.Place!)
            .Over(Window.Minutes(10), Window.Minutes(30)).Every(TimeSpan.FromMinutes(5))
            .Feature("amount_sum", w => w.Sum(r => r.Amount))
            .Feature("amounts", w => w.CountDistinct(r => r.Amount));
        project.WindowView("by_stop", version: 1, readings, by: stop, key: r => new Stop(r.Place!, r.Line!.Value))
            .Over(Window.Minutes(12), Window.Lifetime)
            .Feature("amount_min", w => w.Min(r => r.Amount))
            .Feature("amount_first", w => w.First(r => r.Amount))
            .Feature("amount_stddev", w => w.StdDev(r => r.Amount));
        project.StateView("last_reading", version: 1, readings, by: place, key: r => r.Place!)
            .Feature("amount", r => r.Amount)
            .Feature("line", r => r.Line);
    }
}

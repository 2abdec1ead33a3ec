using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Benchmarks;

/// <summary>A visit to one of a thousand places.</summary>
[Contract("visits", version: 1)]
internal sealed record Visit
{
    [EventId]
    public required string VisitId { get; init; }

    [EventTime]
    public required DateTimeOffset At { get; init; }

    public required string Place { get; init; }

    public long? Amount { get; init; }
}

/// <summary>Columns of the source files.</summary>
internal sealed record RawVisit(string? Id, DateTimeOffset? At, string? Place, long? Amount, bool? Gone);

/// <summary>What the incremental benchmark runs: a window view.</summary>
internal sealed class IncrementalViews : FeatureProject
{
    public static WindowViewDefinition ByPlace => (WindowViewDefinition)new IncrementalViews().Build().Views.Single();

    protected override void Define(ProjectBuilder project)
    {
        var place = project.Entity<string>("place");
        var raw = project.Source<RawVisit>("visits", Format.Parquet);
        var visits = project.Conform<RawVisit, Visit>(raw, (r, source) => new Visit { VisitId = r.Id!, At = r.At!.Value, Place = r.Place!, Amount = r.Amount })
            .Delete(r => r.Gone == true);

        project.WindowView("by_place", version: 1, visits, by: place, key: r => r.Place)
            .Over(Window.Hours(1), Window.Hours(24), Window.Days(7))
            .Feature("visits", w => w.Count())
            .Feature("amount_sum", w => w.Sum(r => r.Amount))
            .Feature("amount_mean", w => w.Mean(r => r.Amount))
            .Feature("amount_max", w => w.Max(r => r.Amount));
    }
}

using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Benchmarks;

/// <summary>Four windows by six aggregates of one column: what the window figures are about.</summary>
internal sealed class WindowViews : FeatureProject
{
    public static readonly long[] WindowsMicros = [Hours(1), Hours(24), Hours(7 * 24), Hours(30 * 24)];

    public static WindowViewDefinition Delays => (WindowViewDefinition)new WindowViews().Build().Views.Single();

    protected override void Define(ProjectBuilder project)
    {
        var airport = project.Entity<string>("airport");
        var flights = FlightContract.Of(project);

        project.WindowView("airport_windows", version: 1, flights, by: airport, key: f => f.Origin)
            .Over(Window.Hours(1), Window.Hours(24), Window.Days(7), Window.Days(30))
            .Feature("delays", w => w.CountNotNull(f => f.DelayMinutes))
            .Feature("delay_sum", w => w.Sum(f => f.DelayMinutes))
            .Feature("delay_mean", w => w.Mean(f => f.DelayMinutes))
            .Feature("delay_min", w => w.Min(f => f.DelayMinutes))
            .Feature("delay_max", w => w.Max(f => f.DelayMinutes))
            .Feature("delay_stddev", w => w.StdDev(f => f.DelayMinutes));
    }

    private static long Hours(int hours) => hours * 3_600_000_000L;
}

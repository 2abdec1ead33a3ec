using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Benchmarks;

/// <summary>A departure, as the vega-datasets flights tell it.</summary>
[Contract("flights", version: 1)]
internal sealed record Flight
{
    [EventId]
    public required string FlightId { get; init; }

    [EventTime]
    public required DateTimeOffset DepartedAt { get; init; }

    public required string Origin { get; init; }

    public required string Destination { get; init; }

    public long? DelayMinutes { get; init; }

    public required long DistanceMiles { get; init; }
}

/// <summary>Columns of the source file.</summary>
internal sealed record RawFlight(DateTime? Date, long? Delay, long? Distance, string? Origin, string? Destination);

/// <summary>The flights as all benchmarks conform them.</summary>
internal static class FlightContract
{
    public static ContractBuilder<RawFlight, Flight> Of(ProjectBuilder project)
    {
        var raw = project.Source<RawFlight>("flights_raw", Format.Parquet);
        return project.Conform<RawFlight, Flight>(raw, (r, source) => new Flight
        {
            FlightId = source.File + ":" + source.Row,
            DepartedAt = r.Date!.Value.AsUtc(),
            Origin = r.Origin!,
            Destination = r.Destination!,
            DelayMinutes = r.Delay,
            DistanceMiles = r.Distance!.Value,
        });
    }
}

/// <summary>The views that the benchmarks run.</summary>
internal sealed class FlightViews : FeatureProject
{
    public static EntityViewDefinition AirportDelays => (EntityViewDefinition)new FlightViews().Build().Views.Single();

    protected override void Define(ProjectBuilder project)
    {
        var airport = project.Entity<string>("airport");
        var flights = FlightContract.Of(project);

        project.WindowView("airport_delays", version: 1, flights, by: airport, key: f => f.Origin)
            .Over(Window.Hours(1), Window.Hours(24), Window.Days(7))
            .Feature("departures", w => w.Count())
            .Feature("delay_sum", w => w.Sum(f => f.DelayMinutes))
            .Feature("delay_mean", w => w.Mean(f => f.DelayMinutes))
            .Feature("delay_min", w => w.Min(f => f.DelayMinutes))
            .Feature("delay_max", w => w.Max(f => f.DelayMinutes))
            .Feature("delay_stddev", w => w.StdDev(f => f.DelayMinutes))
            .Feature("delay_last", w => w.Last(f => f.DelayMinutes))
            .Feature("late_share", w => w.Count(f => f.DelayMinutes > 15) / w.Count());
    }
}

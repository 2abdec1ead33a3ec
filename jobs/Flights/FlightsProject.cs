using Lakehouse.Features;

namespace Flights;

/// <summary>Departure features by airport and by route.</summary>
public sealed class FlightsProject : FeatureProject
{
    protected override void Define(ProjectBuilder project)
    {
        var airport = project.Entity<string>("airport", description: "IATA code");
        var route = project.Entity<Route>("route", description: "IATA codes of origin and destination");

        var raw = project.Source<RawFlight>("flights_raw", Format.Parquet);

        var flights = project.Conform<RawFlight, Flight>(raw, (r, source) => new Flight
            {
                FlightId = source.File + ":" + source.Row,
                DepartedAt = r.Date!.Value.AsUtc(),
                Origin = r.Origin!.Trim().ToUpper(),
                Destination = r.Destination!.Trim().ToUpper(),
                DelayMinutes = r.Delay,
                DistanceMiles = r.Distance!.Value,
            })
            .Require("origin is an IATA code", f => f.Origin.Length == 3)
            .Require("destination is an IATA code", f => f.Destination.Length == 3)
            .Warn("delay is plausible", f => f.DelayMinutes == null || f.DelayMinutes < 2880);

        var delays = project.WindowView("airport_delays", version: 1, flights, by: airport, key: f => f.Origin)
            .Over(Window.Hours(1), Window.Hours(24), Window.Days(7))
            .Feature("departures", w => w.Count())
            .Feature("delay_mean", w => w.Mean(f => f.DelayMinutes))
            .Feature("delay_max", w => w.Max(f => f.DelayMinutes))
            .Feature("late_share", w => w.Count(f => f.DelayMinutes > 15) / w.Count())
            .Feature("delay_sum", w => w.Sum(f => f.DelayMinutes))
            .Feature("delay_min", w => w.Min(f => f.DelayMinutes))
            .Feature("delay_stddev", w => w.StdDev(f => f.DelayMinutes))
            .Feature("delay_last", w => w.Last(f => f.DelayMinutes))
            .TimeToLive(TimeSpan.FromDays(30))
            .Owner("ops-data").Describe("How late departures of an airport have been running.");

        var routes = project.WindowView("route_delays", version: 1, flights, by: route, key: f => new Route(f.Origin, f.Destination))
            .Over(Window.Hours(24), Window.Days(7))
            .Feature("departures", w => w.Count())
            .Feature("delay_mean", w => w.Mean(f => f.DelayMinutes))
            .TimeToLive(TimeSpan.FromDays(30))
            .Owner("ops-data").Describe("How late departures on a route have been running.");

        var last = project.StateView("airport_last_departure", version: 1, flights, by: airport, key: f => f.Origin)
            .Feature("destination", f => f.Destination)
            .Feature("delay_minutes", f => f.DelayMinutes)
            .Owner("ops-data").Describe("The newest departure of an airport.");

        var request = project.Request("planned_departure").Field<DateTimeOffset>("planned_at");
        var calendar = project.OnDemand("calendar", version: 1, request)
            .Feature("hour_utc", r => r.Get<DateTimeOffset>("planned_at").Hour)
            .Describe("When the departure is planned.");

        project.Set("departure_delay_model", version: 1).With(delays).With(last, "destination", "delay_minutes").With(calendar);
        project.Set("route_delay_model", version: 1).With(delays, "delay_mean_24h", "late_share_24h").With(routes).With(calendar);
    }
}

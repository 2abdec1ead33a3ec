using Lakehouse.Features;

namespace Sample.Flights;

/// <summary>Bronze: what the source says, as it says it.</summary>
public sealed record RawFlight(DateTime? Date, long? Delay, long? Distance, string? Origin, string? Destination);

/// <summary>Silver: what the platform promises about a departure.</summary>
[Contract("flights", version: 1)]
public sealed record Flight
{
    [EventId]      public required string FlightId { get; init; }
    [EventTime]    public required DateTimeOffset DepartedAt { get; init; }
                   public required string Origin { get; init; }
                   public required string Destination { get; init; }
    [Unit("min")]  public long? DelayMinutes { get; init; }
    [Unit("mi")]   public required long DistanceMiles { get; init; }
}

public sealed class FlightsProject : FeatureProject
{
    protected override void Define(ProjectBuilder project)
    {
        var airport = project.Entity<string>("airport", description: "IATA code");

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
            .Require("origin is an IATA code", f => f.Origin.Length == 3)                       // else: row to quarantine, with the rule's name
            .Warn("delay is plausible", f => f.DelayMinutes == null || f.DelayMinutes < 2880);   // else: counted, row kept

        var delays = project.WindowView("airport_delays", version: 1, flights, by: airport, key: f => f.Origin)
            .Over(Window.Hours(1), Window.Hours(24), Window.Days(7))
            .Feature("departures",   w => w.Count())
            .Feature("delay_mean",   w => w.Mean(f => f.DelayMinutes))                          // columns delay_mean_1h, _24h, _7d
            .Feature("delay_max",    w => w.Max(f => f.DelayMinutes))
            .Feature("late_share",   w => w.Count(f => f.DelayMinutes > 15) / w.Count())         // null where nothing departed
            .TimeToLive(TimeSpan.FromDays(30))
            .Owner("ops-data").Describe("How late departures have been running.");

        var last = project.StateView("airport_last_departure", version: 1, flights, by: airport, key: f => f.Origin)
            .Feature("destination", f => f.Destination);

        var request = project.Request("planned_departure").Field<DateTimeOffset>("planned_at");
        var calendar = project.OnDemand("calendar", version: 1, request)
            .Feature("hour_utc", r => r.Get<DateTimeOffset>("planned_at").Hour);

        project.Set("departure_delay_model", version: 1).With(delays).With(last, "destination").With(calendar);
    }
}

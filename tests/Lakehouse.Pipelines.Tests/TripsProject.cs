using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Pipelines.Tests;

public sealed record RawTrip(string? Id, DateTimeOffset? At, string? City, long? Price);

[Contract("trips", version: 1)]
public sealed record Trip
{
    [EventId]
    public required string TripId { get; init; }

    [EventTime]
    public required DateTimeOffset At { get; init; }

    public required string City { get; init; }

    public long? Price { get; init; }
}

/// <summary>Trips of cities: a window view, a state view, an on-demand view and a set of all three.</summary>
public sealed class TripsProject(SourceFormat format) : FeatureProject
{
    public static readonly VersionedName Contract = new("trips", 1);
    public static readonly VersionedName CityTrips = new("city_trips", 1);
    public static readonly VersionedName LastTrip = new("last_trip", 1);
    public static readonly VersionedName Model = new("model", 1);

    protected override void Define(ProjectBuilder project)
    {
        var city = project.Entity<string>("city");
        var raw = project.Source<RawTrip>("trips_raw", format);
        var trips = project.Conform<RawTrip, Trip>(raw, (r, source) => new Trip { TripId = r.Id!, At = r.At!.Value, City = r.City!.Trim().ToUpper(), Price = r.Price })
            .Require("price is not negative", t => t.Price == null || t.Price >= 0);
        var window = project.WindowView("city_trips", version: 1, trips, by: city, key: t => t.City)
            .Over(Window.Hours(1), Window.Hours(24))
            .Feature("trips", w => w.Count())
            .Feature("price_sum", w => w.Sum(t => t.Price));
        var last = project.StateView("last_trip", version: 1, trips, by: city, key: t => t.City).Feature("price", t => t.Price).TimeToLive(TimeSpan.FromHours(2));
        var request = project.Request("ride").Field<DateTimeOffset>("planned_at");
        var calendar = project.OnDemand("calendar", version: 1, request).Feature("hour", r => r.Get<DateTimeOffset>("planned_at").Hour);
        project.Set("model", version: 1).With(window).With(last).With(calendar);
    }
}

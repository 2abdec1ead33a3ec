using Lakehouse.Features;

namespace Lakehouse.Catalog.Tests;

public sealed record RawTrip(string? Id, DateTimeOffset? At, string? City, long? Price);

[Contract("trips", version: 1)]
public sealed record Trip
{
    [EventId]
    public required string TripId { get; init; }

    [EventTime]
    public required DateTimeOffset At { get; init; }

    public required string City { get; init; }
}

[Contract("trips", version: 1)]
public sealed record PricedTrip
{
    [EventId]
    public required string TripId { get; init; }

    [EventTime]
    public required DateTimeOffset At { get; init; }

    public required string City { get; init; }

    public long? Price { get; init; }
}

/// <summary>A small repository with a few knobs.</summary>
public sealed class TripsProject(int hours = 1, string? owner = null, int minimum = 1) : FeatureProject
{
    protected override void Define(ProjectBuilder project)
    {
        var raw = project.Source<RawTrip>("trips_raw", Format.Csv());
        var trips = project.Conform<RawTrip, Trip>(raw, (r, source) => new Trip { TripId = r.Id!, At = r.At!.Value, City = r.City! })
            .Require("city", t => t.City.Length >= minimum);
        var view = project.WindowView("city_trips", version: 1, trips, by: project.Entity<string>("city"), key: t => t.City)
            .Over(Window.Hours(hours)).Feature("trips", w => w.Count());
        if (owner is not null) view.Owner(owner);
        project.Set("model", version: 1).With(view);
    }
}

/// <summary>The same contract with one more nullable column.</summary>
public sealed class PricedTripsProject : FeatureProject
{
    protected override void Define(ProjectBuilder project)
    {
        var raw = project.Source<RawTrip>("trips_raw", Format.Csv());
        project.Conform<RawTrip, PricedTrip>(raw, (r, source) => new PricedTrip { TripId = r.Id!, At = r.At!.Value, City = r.City!, Price = r.Price })
            .Require("city", t => t.City.Length >= 1);
    }
}

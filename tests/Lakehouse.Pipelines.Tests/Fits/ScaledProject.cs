using Lakehouse.Features;

namespace Lakehouse.Pipelines.Tests.Fits;

/// <summary>Trips with a set that has transforms of every kind, and one more version of it with another fit.</summary>
public sealed class ScaledProject : FeatureProject
{
    public static readonly VersionedName Scaled = new("scaled", 1);
    public static readonly VersionedName Other = new("scaled", 2);
    public static readonly VersionedName Plain = new("plain", 1);

    protected override void Define(ProjectBuilder project)
    {
        var city = project.Entity<string>("city");
        var raw = project.Source<RawTrip>("trips_raw", Format.Csv());
        var trips = project.Conform<RawTrip, Trip>(raw, (r, source) => new Trip { TripId = r.Id!, At = r.At!.Value, City = r.City!.Trim().ToUpper(), Price = r.Price });
        var window = project.WindowView("city_trips", version: 1, trips, by: city, key: t => t.City).Over(Window.Hours(1), Window.Hours(24))
            .Feature("trips", w => w.Count()).Feature("price_mean", w => w.Mean(t => t.Price));
        var last = project.StateView("last_trip", version: 1, trips, by: city, key: t => t.City).Feature("price", t => t.Price).TimeToLive(TimeSpan.FromHours(2));
        var calendar = project.OnDemand("calendar", version: 1, project.Request("ride").Field<DateTimeOffset>("planned_at"))
            .Feature("hour", r => r.Get<DateTimeOffset>("planned_at").Hour);
        project.Set("plain", version: 1).With(window).With(calendar).Transform("trips_log", t => Math.Log(1 + t.Get<long>("city_trips.trips_24h")));
        project.Set("scaled", version: 1).With(window).With(last).With(calendar)
            .Transform("price_scaled", t => t.Get<long?>("last_trip.price"), Fit.Standardize())
            .Transform("mean_scaled", t => t.Get<double?>("city_trips.price_mean_24h").Quantize(3), Fit.Standardize())
            .Transform("mean_range", t => t.Get<double?>("city_trips.price_mean_24h"), Fit.MinMax(clip: true))
            .Transform("trips_robust", t => t.Get<long>("city_trips.trips_24h"), Fit.Robust())
            .Transform("price_bucket", t => t.Get<long?>("last_trip.price").FillNull(-1), Fit.Quantiles(4))
            .Transform("city_share", t => t.Get<string>("city"), Fit.Frequency())
            .Transform("city_hot", t => t.Get<string>("city"), Fit.OneHot(2))
            .Transform("city_late", t => t.Get<string>("city"), Fit.Target("label", smoothing: 2, folds: 3))
            .Transform("hour_sin", t => t.Get<long>("calendar.hour").CyclicSin(24))
            .Transform("is_missing", t => t.Get<long?>("last_trip.price").IsMissing());
        project.Set("scaled", version: 2).With(last).Transform("price_scaled", t => t.Get<long?>("last_trip.price"), Fit.Robust());
    }
}

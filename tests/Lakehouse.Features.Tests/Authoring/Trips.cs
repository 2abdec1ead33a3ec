namespace Lakehouse.Features.Tests.Authoring;

/// <summary>A raw record of every type.</summary>
public sealed record RawTrip(
    string? Id, DateTime? Start, DateTimeOffset? End, string? City, int? Seats, long? Meters, double? Price,
    [Decimal(10, 2)] decimal? Fare, DateOnly? Day, bool? Paid, double[]? Embedding);

/// <summary>A contract of every type.</summary>
[Contract("trips", version: 1)]
[Description("One taxi trip.")]
public sealed record Trip
{
    [EventId] public required string TripId { get; init; }
    [EventTime] public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? City { get; init; }
    public int? Seats { get; init; }
    [Unit("m")] public long? Meters { get; init; }
    public double? Price { get; init; }
    [Decimal(12, 2)] public decimal? Fare { get; init; }
    public DateOnly? Day { get; init; }
    public bool? Paid { get; init; }
    [Column("vector")] public double[]? Embedding { get; init; }
}

/// <summary>A two-column key.</summary>
public sealed record CityDay(string City, DateOnly Day);

/// <summary>Declarations that tests build on.</summary>
internal static class Trips
{
    internal static ContractBuilder<RawTrip, Trip> Contract(ProjectBuilder project, string source = "trips_raw") =>
        project.Conform<RawTrip, Trip>(project.Source<RawTrip>(source, Format.Parquet), (r, position) => new Trip
        {
            TripId = r.Id!,
            StartedAt = r.Start!.Value.AsUtc(),
            EndedAt = r.End,
            City = r.City!.Trim().ToUpper(),
            Seats = r.Seats,
            Meters = r.Meters,
            Price = r.Price,
            Fare = r.Fare,
            Day = r.Day,
            Paid = r.Paid,
            Embedding = r.Embedding,
        });

    internal static WindowView<Trip> View(ProjectBuilder project) =>
        project.WindowView("city_trips", 1, Contract(project), by: project.Entity<string>("town"), key: t => t.City!);
}

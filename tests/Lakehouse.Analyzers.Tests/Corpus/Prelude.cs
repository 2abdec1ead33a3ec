namespace Lakehouse.Analyzers.Tests.Corpus;

/// <summary>What the cases build on: a raw record and a contract of every type.</summary>
internal static class Prelude
{
    internal const string Source = """
        using System;
        using System.Collections.Generic;
        using Lakehouse.Features;

        namespace Corpus;

        public sealed record RawTrip(
            string? Id, DateTime? Start, DateTimeOffset? End, string? City, int? Seats, long? Meters, double? Price,
            [Decimal(10, 2)] decimal? Fare, DateOnly? Day, bool? Paid, double[]? Embedding);

        [Contract("trips", version: 1)]
        public sealed record Trip
        {
            [EventId] public required string TripId { get; init; }
            [EventTime] public required DateTimeOffset StartedAt { get; init; }
            public DateTimeOffset? EndedAt { get; init; }
            public string? City { get; init; }
            public int? Seats { get; init; }
            public long? Meters { get; init; }
            public double? Price { get; init; }
            [Decimal(12, 2)] public decimal? Fare { get; init; }
            public DateOnly? Day { get; init; }
            public bool? Paid { get; init; }
            public double[]? Embedding { get; init; }
            public byte[]? Bytes { get; init; }
            public short Small { get; init; }
        }

        public sealed record CityDay(string City, DateOnly Day);

        public static class Declare
        {
            public static ContractBuilder<RawTrip, Trip> Trips(ProjectBuilder p) =>
                p.Conform<RawTrip, Trip>(p.Source<RawTrip>("trips_raw", Format.Parquet), r => new Trip
                {
                    TripId = r.Id!, StartedAt = r.Start!.Value.AsUtc(), EndedAt = r.End, City = r.City!.Trim().ToUpper(), Seats = r.Seats, Meters = r.Meters, Price = r.Price,
                    Fare = r.Fare, Day = r.Day, Paid = r.Paid, Embedding = r.Embedding, Bytes = null, Small = 5,
                });
        }
        """;
}

using Lakehouse.Features.Tests.Authoring;

namespace Lakehouse.Features.Tests;

public sealed class ClrValuesTests
{
    [Semantics("5.1")]
    [Fact]
    public void ReadRecord_EveryType_RoundTrips()
    {
        var trip = new Trip
        {
            TripId = "a",
            StartedAt = new(1969, 12, 31, 23, 59, 59, TimeSpan.Zero),
            City = "X",
            Seats = 3,
            Fare = -1.25m,
            Day = new(1970, 1, 2),
            Paid = true,
            Embedding = [1.5],
        };
        var schema = InlineProject.Build(p => Trips.Contract(p)).Contracts[0].Schema;

        var row = ClrValues.ReadRecord(trip, schema);

        row.Select((v, i) => ClrValues.ToClr(v, schema[i].Type)).Should()
            .BeEquivalentTo(new object?[] { "a", trip.StartedAt, null, "X", 3L, null, null, -1.25m, trip.Day, true, new double?[] { 1.5 } }, o => o.WithStrictOrdering());
        row[1].AsInt64.Should().Be(-1_000_000);
        row[7].AsInt64.Should().Be(-125);
    }

    [Fact]
    public void FromClr_OtherTypeOrFinerValue_IsRefused()
    {
        FluentActions.Invoking(() => ClrValues.FromClr("5", DataType.Int64)).Should().Throw<ArgumentException>().WithMessage("*String is no value of int64*");
        FluentActions.Invoking(() => ClrValues.FromClr(1.255m, DataType.Decimal(10, 2))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => ClrValues.FromClr(DateTimeOffset.UnixEpoch.AddTicks(1), DataType.Timestamp)).Should().Throw<ArgumentException>();
    }
}

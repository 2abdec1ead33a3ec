using Lakehouse.Features;
using Lakehouse.Pipelines.Lookup;

namespace Lakehouse.Pipelines.Tests.Lookup;

public sealed class LookupJobTests : IAsyncLifetime
{
    private TestLake test = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        test = await TestLake.CreateAsync(new TripsProject(Format.Csv()));
        await test.IngestAsync("trips_raw", test.Write("1.csv", Trips.First));
    }

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Fact]
    public async Task FromGoldAsync_BeforeTheFirstRun_IsAbsentAndStale()
    {
        var answer = await test.FromGoldAsync("SEA", "2001-03-01T11:00:00Z");

        answer.Text().Should().Contain("city_trips.trips_1h=∅ Absent").And.Contain("calendar.hour=∅ Null");
        answer.Stale.Should().Equal("city_trips", "last_trip");
        answer.EventTimeMicros["city_trips"].Should().BeNull();
    }

    [Semantics("2.2")]
    [Fact]
    public async Task FromGoldAsync_AnyInstant_FollowsTheLookupRule()
    {
        await test.RunAsync("2001-03-01T12:00:00Z");

        var answer = await test.FromGoldAsync("SEA", "2001-03-01T11:00:00Z", plannedAt: "2001-03-01T17:05:00Z");

        answer.Text().Should().Equal(
            "city_trips.trips_1h=2 Present", "city_trips.trips_24h=2 Present", "city_trips.price_sum_1h=30 Present", "city_trips.price_sum_24h=30 Present",
            "last_trip.price=20 Present", "calendar.hour=17 Present");
        answer.EventTimeMicros["last_trip"].Should().Be(Trips.At("2001-03-01T10:30:00Z"));
        answer.Stale.Should().BeEmpty();
    }

    [Fact]
    public async Task FromGoldAsync_OlderThanTimeToLive_IsExpiredButKnown()
    {
        await test.RunAsync("2001-03-01T12:00:00Z");

        var atTtl = await test.FromGoldAsync("SEA", "2001-03-01T12:30:00Z");
        var after = await test.FromGoldAsync("SEA", "2001-03-01T12:30:00.000001Z");

        atTtl.Text().Should().Contain("last_trip.price=20 Present");
        after.Text().Should().Contain("last_trip.price=∅ Expired");
        after.EventTimeMicros["last_trip"].Should().NotBeNull();
    }

    [Semantics("2.4")]
    [Fact]
    public async Task FromGoldAsync_BeyondTheFrontier_IsStale()
    {
        await test.RunAsync("2001-03-01T12:00:00Z");

        (await test.FromGoldAsync("SEA", "2001-03-01T13:00:00Z")).Stale.Should().BeEmpty();
        (await test.FromGoldAsync("SEA", "2001-03-01T13:00:00.000001Z")).Stale.Should().Equal("city_trips", "last_trip");
    }

    [Semantics("7.14")]
    [Fact]
    public async Task FromOnlineAsync_NullKey_IsAbsent()
    {
        await test.RunAsync("2001-03-01T11:00:00Z");

        var answer = await test.FromOnlineAsync(null, "2001-03-01T11:00:00Z");

        answer.Text().Should().Contain("city_trips.trips_1h=∅ Absent").And.Contain("last_trip.price=∅ Absent");
        answer.Should().BeEquivalentTo(await test.FromGoldAsync(null, "2001-03-01T11:00:00Z"));
    }

    [Semantics("2.11")]
    [Fact]
    public async Task FromOnlineAsync_InRange_EqualsGold()
    {
        await test.RunAsync("2001-03-01T11:00:00Z");

        foreach (var at in new[] { "2001-03-01T11:00:00Z", "2001-03-01T11:30:00Z", "2001-03-01T12:00:00Z", "2001-03-01T14:00:00Z" })
        {
            foreach (var city in new[] { "SEA", "PDX", "XXX" })
            {
                var online = await test.FromOnlineAsync(city, at);
                var gold = await test.FromGoldAsync(city, at);

                online.Should().BeEquivalentTo(gold, o => o.WithStrictOrdering(), "{0} at {1}", city, at);
            }
        }
    }

    [Semantics("2.10")]
    [Fact]
    public async Task FromOnlineAsync_BeforeWhatTheStoreKeeps_IsOutOfRange()
    {
        await test.RunAsync("2001-03-01T12:00:00Z");

        var answer = await test.FromOnlineAsync("SEA", "2001-03-01T11:59:59Z");

        answer.Text().Should().Contain("city_trips.trips_1h=∅ OutOfRange").And.Contain("last_trip.price=∅ OutOfRange");
        answer.Stale.Should().BeEmpty();
    }

    [Semantics("2.10")]
    [Fact]
    public async Task FromOnlineAsync_BeforeTheFirstSync_IsAbsentAndStale()
    {
        var answer = await test.FromOnlineAsync("SEA", "2001-03-01T11:00:00Z");

        answer.Text().Should().Contain("last_trip.price=∅ Absent");
        answer.Stale.Should().Equal("city_trips", "last_trip");
    }

    [Fact]
    public async Task FromOnlineAsync_AfterACorrection_GivesTheNewValues()
    {
        await test.RunAsync("2001-03-01T11:00:00Z");
        await test.ReplaceAsync("trips_raw", test.Write("1.csv", Trips.First.Replace("SEA,20", "SEA,25", StringComparison.Ordinal)));

        await test.RunAsync("2001-03-01T11:20:00Z");

        (await test.FromOnlineAsync("SEA", "2001-03-01T11:20:00Z")).Text().Should().Contain("last_trip.price=25 Present").And.Contain("city_trips.price_sum_24h=35 Present");
    }

    [Theory]
    [InlineData("town", "*Key city is missing*")]
    [InlineData("both", "*colour is neither a key nor an input*")]
    public async Task FromGoldAsync_WrongNames_AreUsageErrors(string kind, string message)
    {
        var key = kind == "town"
            ? new Dictionary<string, Value> { ["town"] = Value.String("SEA") }
            : new Dictionary<string, Value> { ["city"] = Value.String("SEA"), ["colour"] = Value.Null };

        var lookup = () => LookupJob.FromGoldAsync(test.Context, new(TripsProject.Model, [key], 0), Ct);

        (await lookup.Should().ThrowAsync<JobException>().WithMessage(message)).Which.ExitCode.Should().Be(2);
    }
}

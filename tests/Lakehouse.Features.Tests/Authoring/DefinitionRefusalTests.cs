using static Lakehouse.Features.Tests.Authoring.InlineProject;

namespace Lakehouse.Features.Tests.Authoring;

public sealed class DefinitionRefusalTests
{
    [Contract("a", version: 1)]
    private sealed record NoId([property: EventTime] DateTimeOffset At, long X);

    [Contract("a", version: 1)]
    private sealed record NoTime([property: EventId] string Id, long X);

    [Contract("a", version: 1)]
    private sealed record NullableTime([property: EventId] string Id, [property: EventTime] DateTimeOffset? At);

    [Contract("a", version: 1)]
    private sealed record LocalTime([property: EventId] string Id, [property: EventTime] DateTime At);

    [Contract("a", version: 1)]
    private sealed record NoDigits([property: EventId] string Id, [property: EventTime] DateTimeOffset At, decimal Fare);

    private sealed record NoContract(string Id);

    private sealed record Twins(long FlightId, [Column("flight_id")] long Other);

    private sealed record DoubleKey(double X);

    private sealed record FineKey([Decimal(12, 1)] decimal Fare);

    [Fact]
    public void Contract_WithoutRoles_IsRefused()
    {
        Refusal(p => p.Conform(Raw(p), r => new NoId(r.End!.Value, 1))).Should().Contain("no [EventId]");
        Refusal(p => p.Conform(Raw(p), r => new NoTime(r.Id!, 1))).Should().Contain("no [EventTime]");
        Refusal(p => p.Conform(Raw(p), r => new NullableTime(r.Id!, r.End))).Should().Contain("nullable");
        Refusal(p => p.Conform(Raw(p), r => new LocalTime(r.Id!, r.Start!.Value))).Should().Contain("DateTimeOffset");
        Refusal(p => p.Conform(Raw(p), r => new NoDigits(r.Id!, r.End!.Value, 1))).Should().Contain("[Decimal(18, 2)]");
        Refusal(p => p.Conform(Raw(p), r => new NoContract(r.Id!))).Should().Contain("[Contract(");
    }

    [Fact]
    public void Contract_UnmappedProperty_IsRefused()
    {
        Refusal(p => p.Conform(Raw(p), r => new Trip { TripId = r.Id!, StartedAt = r.End!.Value })).Should().Contain("leaves out EndedAt");
        Refusal(p => p.Conform(Raw(p), r => Make(r))).Should().Contain("new Trip");
    }

    [Fact]
    public void Contract_Twice_IsRefused()
    {
        Refusal(p =>
        {
            Trips.Contract(p);
            Trips.Contract(p, "more_raw");
        }).Should().Contain("Two contracts are trips@1");
        Refusal(p => Trips.Contract(p).Require("a", t => t.Paid == true).Warn("a", t => t.Paid == true)).Should().Contain("two rules have the name 'a'");
    }

    [Semantics("1.6")]
    [Fact]
    public void SourcePosition_OnADeltaSource_NamesTheReason() =>
        Refusal(p => p.Conform<RawTrip, NullableFree>(p.Source<RawTrip>("raw", Format.Delta("else/where")), (r, source) => new NullableFree(source.File, r.End!.Value)))
            .Should().Contain("`source.File`").And.Contain("Delta");

    [Fact]
    public void Source_TwoColumnsForOne_IsRefused() => Refusal(p => p.Source<Twins>("raw", Format.Parquet)).Should().Contain("FlightId and flight_id").And.Contain("[Column(");

    [Semantics("1.8")]
    [Fact]
    public void Entity_UnfitKey_IsRefused()
    {
        Refusal(p => p.Entity<double>("price")).Should().Contain("is double");
        Refusal(p => p.Entity<DoubleKey>("price")).Should().Contain("key column x is double");
        Refusal(p => p.Entity<decimal>("price")).Should().Contain("record");
        Refusal(p => p.Entity<string>("known_at")).Should().Contain("platform uses itself");
        Refusal(p => p.StateView("v", 1, Trips.Contract(p), p.Entity<FineKey>("fare"), t => new FineKey(t.Fare!.Value)))
            .Should().Contain("key column fare of the entity is decimal(12,1)");
    }

    [Fact]
    public void Names_NotSnakeOrReserved_AreRefused()
    {
        Refusal(p => p.Entity<string>("AirPort")).Should().Contain("'air_port'");
        Refusal(p => p.Source<RawTrip>("a__b", Format.Parquet)).Should().Contain("snake_case");
        Refusal(p => Trips.View(p).Feature("delayMean", w => w.Count())).Should().Contain("'delay_mean'");
        Refusal(p => p.StateView("v", 1, Trips.Contract(p), p.Entity<string>("town"), t => t.City!).Feature("event_time", t => t.StartedAt))
            .Should().Contain("platform uses itself");
        Refusal(p => p.StateView("v", 0, Trips.Contract(p), p.Entity<string>("town"), t => t.City!)).Should().Contain("start at 1");
        Refusal(p => p.StateView("v", 1, Trips.Contract(p), p.Entity<string>("town"), t => t.City!).Feature("town", t => t.City)).Should().Contain("key column of entity town");
    }

    [Semantics("3.5", "3.10", "7.7")]
    [Fact]
    public void View_Incomplete_IsRefused()
    {
        Refusal(p => Trips.View(p).Feature("n", w => w.Count())).Should().Contain("no window");
        Refusal(p => Trips.View(p).Over(Window.Hours(1))).Should().Contain("no features");
        Refusal(p => Trips.View(p).Over(Window.Hours(24), Window.Days(1)).Feature("n", w => w.Count())).Should().Contain("24h and 1d have one length");
        Refusal(p => Trips.View(p).Over(Window.Hours(1)).Every(TimeSpan.FromMinutes(7)).Feature("n", w => w.Count())).Should().Contain("does not divide window 1h");
        Refusal(p => Trips.View(p).Over(Window.Hours(0))).Should().Contain("above 0");
        Refusal(p => Trips.View(p).Over(Window.Days(3661))).Should().Contain("longer than 3660 days");
        Refusal(p => Trips.View(p).Over(Window.Days(int.MaxValue))).Should().Contain("longer than 3660 days");
        Refusal(p => Trips.View(p).Feature("n", w => w.Count()).Feature("n", w => w.Count())).Should().Contain("two features have the name 'n'");
        Refusal(p => Trips.View(p).TimeToLive(TimeSpan.Zero)).Should().Contain("above zero");
    }

    [Fact]
    public void View_Twice_IsRefused()
    {
        Refusal(p =>
        {
            var request = p.Request("r").Field<long>("x");
            p.OnDemand("v", 1, request).Feature("f", r => r.Get<long>("x"));
            p.OnDemand("v", 1, request).Feature("f", r => r.Get<long>("x"));
        }).Should().Contain("Two feature views are v@1");
    }

    [Semantics("6.5")]
    [Fact]
    public void Set_UnknownOrCollidingMembers_AreRefused()
    {
        Refusal(p => p.Set("s", 1).With(Trips.View(p).Over(Window.Hours(1)).Feature("n", w => w.Count()), "m")).Should().Contain("names 'm'").And.Contain("it has n_1h");
        Refusal(p => p.Set("s", 1)).Should().Contain("names no view");
        Refusal(p =>
        {
            var view = Trips.View(p).Over(Window.Hours(1)).Feature("n", w => w.Count());
            p.Set("s", 1).With(view, "n").With(view, "n_1h");
        }).Should().Contain("more than once");
        Refusal(p =>
        {
            var view = Trips.View(p).Over(Window.Hours(1)).Feature("n", w => w.Count());
            var request = p.OnDemand("o", 1, p.Request("r").Field<long>("town")).Feature("f", r => r.Get<long>("town"));
            p.Set("s", 1).With(view).With(request);
        }).Should().Contain("'town' is a key or input of more than one meaning");
    }

    [Fact]
    public void Set_FeatureOrColumn_ChoosesColumns()
    {
        var set = Build(p =>
        {
            var view = Trips.View(p).Over(Window.Hours(1), Window.Days(1)).Feature("n", w => w.Count()).Feature("m", w => w.Mean(t => t.Meters));
            p.Set("s", 1).With(view, "m", "n_1d");
        }).Sets[0];

        set.Members[0].Columns.Select(c => c.Name).Should().Equal("m_1h", "m_1d", "n_1d");
    }

    [Contract("a", version: 1)]
    private sealed record NullableFree([property: EventId] string Id, [property: EventTime] DateTimeOffset At);

    private static Source<RawTrip> Raw(ProjectBuilder project) => project.Source<RawTrip>("raw", Format.Parquet);

    private static Trip Make(RawTrip raw) => new() { TripId = raw.Id!, StartedAt = raw.End!.Value };
}

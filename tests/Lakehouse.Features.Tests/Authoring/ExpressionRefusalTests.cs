using System.Linq.Expressions;
using static Lakehouse.Features.Tests.Authoring.InlineProject;

namespace Lakehouse.Features.Tests.Authoring;

public sealed class ExpressionRefusalTests
{
    [Fact]
    public void Refusal_Message_NamesDefinitionExpressionMemberAndAdvice()
    {
        var message = Refused(t => t.StartedAt.DayOfWeek == DayOfWeek.Monday);

        message.Should().Be("Feature view v@1, feature f: `t.StartedAt.DayOfWeek` uses DateTimeOffset.DayOfWeek, which definitions do not have. " +
            "Write .IsoDayOfWeek(): 1 = Monday to 7 = Sunday.");
    }

    [Semantics("5.4", "5.10")]
    [Fact]
    public void OutsideTheList_EachOperation_SaysWhatToUseInstead()
    {
        Refused(t => t.Meters!.Value / 2).Should().Contain("`t.Meters.Value / 2`").And.Contain(".DividedBy");
        Refused(t => t.Meters.GetValueOrDefault()).Should().Contain("GetValueOrDefault").And.Contain("??");
        Refused(t => string.IsNullOrEmpty(t.City)).Should().Contain("x == null || x.Length == 0");
        Refused(t => t.Meters.ToString()).Should().Contain(".ToText()");
        Refused(t => Math.Round(t.Price!.Value)).Should().Contain(".Quantize");
        Refused(t => Math.Max(1, t.Seats!.Value)).Should().Contain("a > b ? a : b");
        Refused(t => Math.Log(t.Price!.Value)).Should().Contain("on-demand view");
        Refused(t => (int)t.Meters!.Value).Should().Contain("64 bits");
        Refused(t => (decimal)t.Price!.Value).Should().Contain(".Quantize");
        Refused(t => (long)t.Price!.Value).Should().Contain("Math.Floor");
        Refused(t => t.EndedAt - t.StartedAt).Should().Contain(".MicrosSince");
        Refused(t => t.City!.Equals("a", StringComparison.OrdinalIgnoreCase)).Should().Contain("StringComparison.Ordinal");
        Refused(t => t.City!.PadLeft(3)).Should().Contain("String.PadLeft");
        Refused(t => t.City + t.Price).Should().Contain("text of a double");
        Refused(t => t.StartedAt.Date).Should().Contain(".DateUtc()");
        Refused(t => t.City![0]).Should().Contain(".Substring(i, 1)");
        Refused(t => t).Should().Contain("whole row");
        Refused(t => t.Embedding == new[] { 1.0 }).Should().Contain("no column has");
    }

    [Fact]
    public void WallClock_InAnExpression_IsRefused()
    {
        var clock = Expression.Property(expression: null, typeof(DateTimeOffset).GetProperty("UtcNow")!);
        var trip = Expression.Parameter(typeof(Trip), "t");
        var lambda = Expression.Lambda<Func<Trip, bool>>(Expression.LessThan(Expression.Property(trip, nameof(Trip.StartedAt)), clock), trip);

        Refused(lambda).Should().Contain("DateTimeOffset.UtcNow").And.Contain("another value at every build");
    }

    [Fact]
    public void ConstantTime_WithoutZone_IsRefused()
    {
        var noon = new DateTime(2001, 1, 1, 12, 0, 0, DateTimeKind.Unspecified);

        var trip = Expression.Parameter(typeof(Trip), "t");
        var converted = Expression.Convert(Expression.Constant(noon), typeof(DateTimeOffset));
        var isLate = Expression.Lambda<Func<Trip, bool>>(Expression.GreaterThan(Expression.Property(trip, nameof(Trip.StartedAt)), converted), trip);

        Refused(isLate).Should().Contain("local to the machine");
        Refused(t => t.StartedAt > new DateTimeOffset(noon)).Should().Contain("TimeSpan.Zero");
    }

    [Semantics("1.1")]
    [Fact]
    public void RawTime_WithoutZone_SaysAsUtc()
    {
        var row = Expression.Parameter(typeof(RawTrip), "r");
        var start = Expression.Convert(Expression.Property(Expression.Property(row, nameof(RawTrip.Start)), "Value"), typeof(DateTimeOffset));
        var isLate = Expression.Lambda<Func<RawTrip, bool>>(Expression.GreaterThan(start, Expression.Constant(DateTimeOffset.UnixEpoch)), row);

        Refusal(p => Trips.Contract(p).Delete(isLate)).Should().Contain("`r.Start.Value`").And.Contain("Write .AsUtc()");
        Mapping(r => new Hours(r.Id!, r.Start!.Value.AsUtc(), r.Start.Value.Hour)).Should().Contain(".AsUtc() first");
    }

    [Semantics("3.6", "5.9")]
    [Fact]
    public void Aggregates_OfUnfitTypes_SayWhatTheyTake()
    {
        Window(w => w.Sum(t => t.Price)).Should().Contain("Sum of a double").And.Contain(".Quantize(scale)");
        Window(w => w.Mean(t => t.City)).Should().Contain("int64 and decimal");
        Window(w => w.Max(t => t.City)).Should().Contain("int64, decimal, double, timestamp and date");
        Window(w => w.CountDistinct(t => t.Price)).Should().Contain("bool, int64, decimal, string, timestamp and date");
        Window(w => w.Where(t => t.Paid == true)).Should().Contain(".Count()");
        Window(w => 5).Should().Contain("aggregates nothing");
        Window(w => w.Sum(t => t.Meters!.Value / 2)).Should().Contain(".DividedBy");
    }

    [Fact]
    public void Request_UnknownOrOtherField_IsRefused()
    {
        Refusal(p => p.OnDemand("c", 1, p.Request("r").Field<long>("size")).Feature("f", r => r.Get<long>("sise"))).Should().Contain("lacks; it has size");
        Refusal(p => p.OnDemand("c", 1, p.Request("r").Field<long>("size")).Feature("f", r => r.Get<string>("size"))).Should().Contain("declared as int64");
    }

    [Contract("hours", version: 1)]
    private sealed record Hours([property: EventId] string Id, [property: EventTime] DateTimeOffset At, long Hour);

    private static string Refused<TValue>(Expression<Func<Trip, TValue>> value) =>
        Refusal(p => p.StateView("v", 1, Trips.Contract(p), by: p.Entity<string>("town"), key: t => t.City!).Feature("f", value));

    private static string Window<TValue>(Expression<Func<WindowEvents<Trip>, TValue>> value) => Refusal(p => Trips.View(p).Over(Features.Window.Hours(1)).Feature("f", value));

    private static string Mapping(Expression<Func<RawTrip, Hours>> mapping) => Refusal(p => p.Conform(p.Source<RawTrip>("raw", Format.Parquet), mapping));
}

using System.Linq.Expressions;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using static Lakehouse.Features.Tests.Authoring.InlineProject;

namespace Lakehouse.Features.Tests.Authoring;

public sealed class TranslatorTests
{
    private static readonly string Captured = "BERLIN";

    [Fact]
    public void Text_Methods_BecomeFunctions()
    {
        Row(t => t.City!.Length).Should().Be("length(city)");
        Row(t => t.City!.ToLowerInvariant()).Should().Be("lower(city)");
        Row(t => t.City!.Contains("ab", StringComparison.Ordinal)).Should().Be("contains(city, 'ab')");
        Row(t => t.City!.StartsWith('a')).Should().Be("starts_with(city, 'a')");
        Row(t => t.City!.Substring(0, 2)).Should().Be("substring(city, 0, 2)");
        Row(t => t.City!.Replace("a", "b")).Should().Be("replace(city, 'a', 'b')");
        Row(t => t.City + ":" + t.Meters + ":" + 5).Should().Be("concat(city, ':', to_text(meters), ':', '5')");
        Row(t => string.Concat(t.City, "x")).Should().Be("concat(city, 'x')");
        Row(t => t.City!.HashBucket(10, "seed")).Should().Be("hash_bucket(city, 10, 'seed')");
        Row(t => t.City!.Equals(t.TripId)).Should().Be("city = trip_id");
        Row(t => string.Compare(t.City, t.TripId) < 0).Should().Be("city < trip_id");
    }

    [Semantics("7.10")]
    [Fact]
    public void Nulls_LiteralAndMembers_BecomeIsNull()
    {
        Row(t => t.Meters == null).Should().Be("meters is null");
        Row(t => null != t.City).Should().Be("city is not null");
        Row(t => t.Meters.HasValue).Should().Be("meters is not null");
        Row(t => t.Meters!.Value).Should().Be("meters");
        Row(t => t.Meters ?? 0).Should().Be("coalesce(meters, 0)");
    }

    [Fact]
    public void Logic_Operators_AreThreeValued()
    {
        Row(t => t.Meters > 5 && !(t.City == Captured) || t.Paid == true).Should().Be("((meters > 5) and (not (city = 'BERLIN'))) or (paid = true)");
        Row(t => t.Paid == true ? t.Meters : null).Should().Be("if(paid = true, meters, NULL)");
    }

    [Semantics("5.1")]
    [Fact]
    public void Arithmetic_MixedTypes_KeepsExactness()
    {
        TypeOf(t => t.Meters + t.Seats).Should().Be(DataType.Int64);
        TypeOf(t => t.Fare + t.Meters).Should().Be(DataType.Decimal(18, 2));
        TypeOf(t => t.Fare * t.Fare).Should().Be(DataType.Decimal(18, 4));
        TypeOf(t => t.Fare * 1.5m).Should().Be(DataType.Decimal(18, 3));
        TypeOf(t => t.Price * t.Meters).Should().Be(DataType.Double);
        TypeOf(t => Math.Abs(t.Meters!.Value)).Should().Be(DataType.Int64);
        TypeOf(t => t.Price.Quantize(3)).Should().Be(DataType.Decimal(18, 3));
        Row(t => t.Meters.DividedBy(t.Seats)).Should().Be("to_double(meters) / to_double(seats)");
        Row(t => t.Meters > 1.5).Should().Be("to_double(meters) > 1.5");
        Row(t => t.Fare > 2).Should().Be("fare > 2.00");
        Row(t => (long)Math.Floor(t.Price!.Value)).Should().Be("floor(price)");
        Row(t => Math.Floor(t.Price!.Value) + 0.5).Should().Be("to_double(floor(price)) + 0.5");
        Row(t => -t.Meters % 7).Should().Be("(-meters) % 7");
    }

    [Fact]
    public void Time_MembersAndMoves_BecomeFunctions()
    {
        Row(t => t.StartedAt.Hour).Should().Be("hour(started_at)");
        Row(t => t.EndedAt!.Value.DayOfYear).Should().Be("day_of_year(ended_at)");
        Row(t => t.Day!.Value.Month).Should().Be("month(day)");
        Row(t => t.StartedAt.IsoDayOfWeek()).Should().Be("iso_day_of_week(started_at)");
        Row(t => t.StartedAt.DateUtc()).Should().Be("date_of(started_at)");
        Row(t => t.EndedAt!.Value.MicrosSince(t.StartedAt)).Should().Be("micros_between(ended_at, started_at)");
        Row(t => t.StartedAt + TimeSpan.FromHours(1)).Should().Be("add_micros(started_at, 3600000000)");
        Row(t => t.StartedAt.AddMinutes(t.Seats!.Value)).Should().Be("add_micros(started_at, seats * 60000000)");
        Row(t => t.StartedAt < new DateTimeOffset(2001, 3, 1, 0, 0, 0, TimeSpan.Zero)).Should().Be("started_at < 2001-03-01T00:00:00.000000Z");
    }

    [Semantics("3.6")]
    [Fact]
    public void Window_Aggregates_AreTypedByTheSemantics()
    {
        var view = (WindowViewDefinition)Build(project => Trips.View(project).Over(Window.Hours(1), Window.Lifetime)
            .Feature("sum_int", w => w.Sum(t => t.Meters))
            .Feature("sum_dec", w => w.Sum(t => t.Fare))
            .Feature("sum_quantized", w => w.Sum(t => t.Price.Quantize(2)))
            .Feature("mean", w => w.Mean(t => t.Fare))
            .Feature("max_price", w => w.Max(t => t.Price))
            .Feature("last_city", w => w.Last(t => t.City))
            .Feature("cities", w => w.CountDistinct(t => t.City))
            .Feature("seen", w => w.CountNotNull(t => t.Paid))
            .Feature("share", w => w.Where(t => t.Paid == true).Count(t => t.Meters > 5) / w.Count())
            .Feature("per_trip", w => w.Sum(t => t.Meters) / w.Count())).Views[0];

        view.Columns.Where(c => c.Window!.Suffix == "lifetime").Select(c => c.Type.ToString())
            .Should().Equal("int64", "decimal(18,2)", "decimal(18,2)", "double", "double", "string", "int64", "int64", "double", "double");
        view.Features[8].Expression.ToString().Should().Be("to_double(count() where ((paid = true) and (meters > 5))) / to_double(count())");
    }

    [Fact]
    public void CompositeKey_Record_GivesOneExpressionPerColumn()
    {
        var view = (StateViewDefinition)Build(project => project
            .StateView("by_day", 1, Trips.Contract(project), by: project.Entity<CityDay>("city_day"), key: t => new CityDay(t.City!, t.Day!.Value))
            .Feature("meters", t => t.Meters)).Views[0];

        view.Key.Select(k => k.ToString()).Should().Equal("city", "day");
        view.Entity.Keys.Should().Equal(new Field("city", DataType.String, Nullable: false), new Field("day", DataType.Date, Nullable: false));
        view.GoldSchema.Select(f => f.Name).Should().Equal("city", "day", "valid_from", "event_time", "meters", "retracted", "known_at");
    }

    [Semantics("5.10")]
    [Fact]
    public void Transcendental_OnDemand_IsAllowed()
    {
        var view = Build(project => project
            .OnDemand("math", 1, project.Request("numbers").Field<double>("x"))
            .Feature("y", r => Math.Log(r.Get<double>("x")) + Math.Sin(1))).Views[0];

        view.Columns[0].Type.Should().Be(DataType.Double);
    }

    private static string Row<TValue>(Expression<Func<Trip, TValue>> value) => Translate(value).ToString();

    private static DataType TypeOf<TValue>(Expression<Func<Trip, TValue>> value) => Translate(value).Type;

    private static Expr Translate<TValue>(Expression<Func<Trip, TValue>> value) =>
        ((StateViewDefinition)Build(project => project
            .StateView("v", 1, Trips.Contract(project), by: project.Entity<string>("town"), key: t => t.City!)
            .Feature("f", value)).Views[0])
        .Features[0].Expression;
}

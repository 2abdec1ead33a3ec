using Lakehouse.Features;
using Lakehouse.Features.Evaluation;
using static Lakehouse.Testing.Tests.Silver;

namespace Lakehouse.Testing.Tests;

public sealed class WindowOracleTests
{
    private const long Hour = 3_600_000_000;
    private const long Query = 14 * Hour + 27 * 60_000_000L;
    private static readonly Value[] A = [Value.String("A")];

    [Semantics("3.2")]
    [Theory]
    [InlineData(Query - Hour, true)]
    [InlineData(Query - Hour - 1, false)]
    [InlineData(Query - 1, true)]
    [InlineData(Query, false)]
    public void Lookup_WindowOfAnHour_TakesEventsFromItsStartToBeforeItsEnd(long eventTime, bool isIn)
    {
        var view = ReadingsProject.Window(v => v.Over(Window.Hours(1)).Feature("n", w => w.Count()));

        var lookup = new ViewOracle(view, [Row("e", eventTime), Row("old", Query - 50 * Hour)]).Lookup(A, Query);

        lookup.Values[0].AsInt64.Should().Be(isIn ? 1 : 0);
    }

    [Semantics("2.1", "3.3")]
    [Fact]
    public void Rows_OneEvent_EnterAndLeave()
    {
        var view = ReadingsProject.Window(v => v.Over(Window.Seconds(1), Window.Lifetime).Feature("n", w => w.Count()).Feature("mean", w => w.Mean(r => r.X)));

        var rows = new ViewOracle(view, [Row("e", -5, x: 3)]).Rows(long.MaxValue);

        rows.Select(r => (r.ValidFromMicros, r.EventTimeMicros)).Should().Equal((-4, -5), (999_996, -5));
        rows[0].Values.Should().Equal(Value.Int64(1), Value.Int64(1), Value.Double(3), Value.Double(3));
        rows[1].Values.Should().Equal(Value.Int64(0), Value.Int64(1), Value.Null, Value.Double(3));
    }

    [Fact]
    public void Rows_Frontier_LeavesOutLaterInstants()
    {
        var view = ReadingsProject.Window(v => v.Over(Window.Seconds(1)).Feature("n", w => w.Count()));
        var oracle = new ViewOracle(view, [Row("e", 0)]);

        oracle.Rows(0).Should().BeEmpty();
        oracle.Rows(1).Should().HaveCount(1);
        oracle.Rows(1_000_001).Should().HaveCount(2);
    }

    [Semantics("3.5")]
    [Fact]
    public void Rows_Grid_MovesInstantsUpAndCountsExactly()
    {
        var view = ReadingsProject.Window(v => v.Over(Window.Seconds(10)).Every(TimeSpan.FromSeconds(5)).Feature("n", w => w.Count()));

        var rows = new ViewOracle(view, [Row("a", 0), Row("b", 4_999_999), Row("c", 5_000_000), Row("d", -1)]).Rows(long.MaxValue);

        rows.Select(r => (r.ValidFromMicros / 1_000_000, r.Values[0].AsInt64, r.EventTimeMicros))
            .Should().Equal((0, 1, -1), (5, 3, 4_999_999), (10, 3, 5_000_000), (15, 1, 5_000_000), (20, 0, 5_000_000));
    }

    [Semantics("1.7")]
    [Fact]
    public void Rows_NullKeys_AreNotInTheView()
    {
        var view = ReadingsProject.Window(v => v.Over(Window.Seconds(10)).Feature("n", w => w.Count()));
        var oracle = new ViewOracle(view, [Row("a", 0, site: null), Row("b", 0)]);

        oracle.Keys.Should().HaveCount(1);
        oracle.Lookup([Value.Null], 10).Statuses.Should().Equal(ExpectedStatus.Absent);
    }

    [Fact]
    public void Rows_KeysEqualUnderConcatenation_StayApart()
    {
        var view = ReadingsProject.View((project, contract) => project
            .WindowView("v", 1, contract, by: project.Entity<SiteMeter>("pair"), key: r => new SiteMeter(r.Site!, r.Meter!)).Over(Window.Seconds(10)).Feature("n", w => w.Count()));

        var oracle = new ViewOracle(view, [Row("a", 0, site: "1", meter: "23"), Row("b", 0, site: "12", meter: "3")]);

        oracle.Keys.Should().HaveCount(2);
        oracle.Lookup([Value.String("1"), Value.String("23")], 5).Values[0].AsInt64.Should().Be(1);
    }

    [Semantics("1.2", "3.6", "3.7")]
    [Fact]
    public void Aggregates_TiesAndNulls_FollowTimeThenIdByUtf8()
    {
        var view = ReadingsProject.Window(v => v.Over(Window.Seconds(10))
            .Feature("first", w => w.First(r => r.X))
            .Feature("last", w => w.Last(r => r.X))
            .Feature("seen", w => w.CountNotNull(r => r.X))
            .Feature("different", w => w.CountDistinct(r => r.X))
            .Feature("sum", w => w.Sum(r => r.X))
            .Feature("big", w => w.Where(r => r.X > 5).Max(r => r.X))
            .Feature("std", w => w.StdDev(r => r.X)));

        var values = new ViewOracle(view, [Row("\U0001F600", 7, x: 9), Row("\uFFFD", 7, x: 1), Row("z", 8), Row("a", 6), Row("b", 7, x: 1)]).Lookup(A, 9).Values;

        values.Should().Equal(Value.Int64(1), Value.Int64(9), Value.Int64(3), Value.Int64(2), Value.Int64(11), Value.Int64(9), Value.Double(Math.Sqrt(128.0 / (3.0 * 2.0))));
    }

    [Semantics("3.7")]
    [Fact]
    public void Aggregates_NoValue_GiveZeroOrNull()
    {
        var view = ReadingsProject.Window(v => v.Over(Window.Seconds(10))
            .Feature("n", w => w.CountNotNull(r => r.X)).Feature("sum", w => w.Sum(r => r.Cost)).Feature("min", w => w.Min(r => r.X)).Feature("var", w => w.VarPop(r => r.X)));

        var lookup = new ViewOracle(view, [Row("a", 0)]).Lookup(A, 1);

        lookup.Values.Should().Equal(Value.Int64(0), Value.Int64(0), Value.Null, Value.Null);
        lookup.Statuses.Should().Equal(ExpectedStatus.Present, ExpectedStatus.Present, ExpectedStatus.Null, ExpectedStatus.Null);
    }

    [Semantics("5.6", "7.12")]
    [Fact]
    public void Overflow_OfASum_FailsOrGivesNull()
    {
        Value[][] silver = [Row("a", 0, x: long.MaxValue), Row("b", 1, x: 1), Row("c", 2, x: -1)];
        var failing = ReadingsProject.Window(v => v.Over(Window.Seconds(10)).Feature("sum", w => w.Sum(r => r.X)));
        var lenient = ReadingsProject.Window(v => v.Over(Window.Seconds(10)).Feature("sum", w => w.Sum(r => r.X)).OnOverflow(Overflow.Null));

        FluentActions.Invoking(() => new ViewOracle(failing, silver).Rows(long.MaxValue)).Should().Throw<ValueOverflowException>();
        new ViewOracle(failing, silver).Lookup(A, 3).Values[0].AsInt64.Should().Be(long.MaxValue, "only the value at a gold row counts");
        new ViewOracle(lenient, silver).Rows(3).Select(r => r.Values[0].IsNull).Should().Equal(false, true, false);
    }

    [Semantics("7.12")]
    [Fact]
    public void Overflow_OfAnAggregateInsideAFeature_IsOneThoughTheFeatureWouldFit()
    {
        Value[][] silver = [Row("a", 0, x: long.MaxValue), Row("b", 1, x: 1)];
        var view = ReadingsProject.Window(v => v.Over(Window.Seconds(10)).Feature("none", w => w.Sum(r => r.X) - w.Sum(r => r.X)));

        var rows = () => new ViewOracle(view, silver).Rows(3);

        rows.Should().Throw<ValueOverflowException>();
    }
}

using Lakehouse.Features;
using static Lakehouse.Testing.Tests.Silver;

namespace Lakehouse.Testing.Tests;

public sealed class StateOracleTests
{
    private const long Hour = 3_600_000_000;
    private static readonly Value[] A = [Value.String("A")];

    [Semantics("2.3")]
    [Fact]
    public void Lookup_TimeToLive_ExpiresAfterExactlyEqual()
    {
        var view = ReadingsProject.State(v => v.Feature("x", r => r.X).TimeToLive(TimeSpan.FromHours(1)));
        var oracle = new ViewOracle(view, [Row("e", 13 * Hour, x: 4)]);

        oracle.Lookup(A, 14 * Hour).Statuses.Should().Equal(ExpectedStatus.Present);
        oracle.Lookup(A, 14 * Hour + 1).Statuses.Should().Equal(ExpectedStatus.Expired);
        oracle.Lookup(A, 14 * Hour + 1).Values.Should().Equal(Value.Null);
        oracle.Lookup(A, 13 * Hour - 1).Statuses.Should().Equal(ExpectedStatus.Absent);
    }

    [Semantics("1.2", "3.1")]
    [Fact]
    public void Rows_Ties_TakeTheGreatestId()
    {
        var view = ReadingsProject.State(v => v.Feature("x", r => r.X));

        var rows = new ViewOracle(view, [Row("\U0001F600", 5, x: 2), Row("\uFFFD", 5, x: 1), Row("b", 6)]).Rows(long.MaxValue);

        rows.Select(r => (r.ValidFromMicros, r.EventTimeMicros, r.Values[0])).Should().Equal((5, 5, Value.Int64(2)), (6, 6, Value.Null));
    }
}

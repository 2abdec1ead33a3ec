using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Tests;

public sealed class NormalFormTests
{
    private static readonly StateViewDefinition View = ReadingsProject.State(v => v.Feature("x", r => r.X));

    [Semantics("2.7")]
    [Fact]
    public void Of_Corrections_KeepsTheNewestKnown()
    {
        var normal = NormalForm.Of(View, [Row(5, 1, knownAt: 10), Row(5, 2, knownAt: 20), Row(5, 3, knownAt: 15)], frontierMicros: 100);

        normal.Should().ContainSingle().Which.Values.Should().Equal(Value.Int64(2));
    }

    [Semantics("2.7")]
    [Fact]
    public void Of_RepetitionsAndLeadingRetractions_AreDropped()
    {
        ExpectedRow[] rows = [Retracted(1), Row(5, 1, eventTime: 5), Row(6, 1, eventTime: 5), Retracted(7), Retracted(8), Row(9, 1, eventTime: 5)];

        var normal = NormalForm.Of(View, rows, frontierMicros: 100);

        normal.Select(r => (r.ValidFromMicros, r.Retracted)).Should().Equal((5, false), (7, true), (9, false));
    }

    [Semantics("2.7")]
    [Fact]
    public void Of_Frontier_LeavesOutLaterRows() => NormalForm.Of(View, [Row(5, 1), Row(6, 2)], frontierMicros: 5).Should().HaveCount(1);

    [Fact]
    public void Differences_EachKind_IsSaid()
    {
        var lines = NormalForm.Differences(View, [Row(1, 1), Row(2, 2), Row(3, 3)], [Row(1, 1), Row(2, 9), Row(4, 4)], frontierMicros: 100);

        lines.Should().SatisfyRespectively(
            first => first.Should().StartWith("expected").And.Contain("x=2").And.Contain("x=9"),
            second => second.Should().StartWith("missing").And.Contain("valid_from=1970-01-01T00:00:00.000003Z"),
            third => third.Should().StartWith("surplus").And.Contain("valid_from=1970-01-01T00:00:00.000004Z"));
        NormalForm.Differences(View, [Row(1, 1)], [Row(1, 1, knownAt: 7)], frontierMicros: 100).Should().BeEmpty();
    }

    [Semantics("2.2")]
    [Fact]
    public void Find_KnownAt_GivesWhatWasKnownThen()
    {
        ExpectedRow[] rows = [Row(5, 1, knownAt: 10), Row(5, 2, knownAt: 20), Row(8, 3, knownAt: 20)];

        LookupRule.Find(View, rows, [Value.String("A")], atMicros: 9, knownAtMicros: 15).Values.Should().Equal(Value.Int64(1));
        LookupRule.Find(View, rows, [Value.String("A")], atMicros: 9).Values.Should().Equal(Value.Int64(3));
        LookupRule.Find(View, rows, [Value.String("A")], atMicros: 7).Values.Should().Equal(Value.Int64(2));
    }

    private static ExpectedRow Row(long validFrom, long x, long? eventTime = null, long knownAt = 0) =>
        new([Value.String("A")], validFrom, eventTime ?? validFrom, [Value.Int64(x)], KnownAtMicros: knownAt);

    private static ExpectedRow Retracted(long validFrom) => new([Value.String("A")], validFrom, EventTimeMicros: null, [Value.Null], Retracted: true);
}

using System.Collections.Immutable;

namespace Lakehouse.Engine.Tests;

public sealed class CommitProgressTests
{
    private static readonly CommitProgress Progress = new(
        ImmutableSortedDictionary<string, long>.Empty.Add("silver/flights@1", 7), ClockMicros: 5, FrontierMicros: 8, KnownAtMicros: 9, DefinitionHash: "ab")
    {
        GreatestClockMicros = 6,
    };

    [Fact]
    public void TryParse_OfToJson_GivesTheSameProgress()
    {
        var read = CommitProgress.TryParse(Progress.ToJson());

        read.Should().BeEquivalentTo(Progress);
    }

    [Fact]
    public void ToJson_HasStableNames() =>
        Progress.ToJson().Should().Be("""{"sourceVersions":{"silver/flights@1":7},"clock":5,"frontier":8,"knownAt":9,"definitionHash":"ab","greatestClock":6}""");

    [Fact]
    public void ToJson_OfConform_LeavesOutClockAndFrontier()
    {
        var conform = Progress with { ClockMicros = null, FrontierMicros = null, GreatestClockMicros = null };

        CommitProgress.TryParse(conform.ToJson()).Should().BeEquivalentTo(conform);
        conform.ToJson().Should().NotContain("clock").And.NotContain("frontier");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("optimize")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"manifest\":1}")]
    [InlineData("{\"knownAt\":\"x\"}")]
    public void TryParse_OfOtherText_IsNull(string? text) => CommitProgress.TryParse(text).Should().BeNull();
}

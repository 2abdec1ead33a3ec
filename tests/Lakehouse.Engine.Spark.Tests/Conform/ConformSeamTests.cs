using Lakehouse.Engine.DuckDb.Conform;
using Lakehouse.Engine.DuckDb.Tests;
using Lakehouse.Engine.DuckDb.Tests.Conform;
using Lakehouse.Engine.Spark.Conform;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Engine.Spark.Tests.Conform;

/// <summary>What another writer, or the end of the process, does to a conform whose files Spark has written already.</summary>
public sealed class ConformSeamTests(SparkHost host) : IDisposable
{
    private static readonly string[] Expected =
        ["p3|2024-05-01T14:00:00.000000Z|3.00|∅", "p1|2024-05-02T12:00:00.000000Z|9.00|∅", "p2|2024-05-03T13:00:00.000000Z|8.00|∅"];

    private readonly Payments payments = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Semantics("7.33")]
    [Fact]
    public async Task Conform_SilverCommitBeatenByTheEmbeddedEngine_PlansAgainOnItsSilver()
    {
        await IngestAsync();
        await payments.ConformAsync(0);
        var attempts = 0;
        var runner = Runner(async () =>
        {
            if (attempts++ == 0) await payments.ConformAsync(1);
        });

        var result = await runner.RunAsync(payments.Plan(2), Ct);

        attempts.Should().Be(2);
        result.Should().BeEquivalentTo(new { Version = 2L, Changed = true, RowsRead = 2L, RowsWritten = 2L, RowsQuarantined = 0L });
        await CheckAsync();
        Staged().Should().ContainSingle("the files of the lost race and the rows between steps are gone");
    }

    [Fact]
    public async Task Conform_BeatenByARunOfTheSameVersion_PublishesNothing()
    {
        await IngestAsync();
        await payments.ConformAsync(0);
        var runner = Runner(() => payments.ConformAsync(2));

        var result = await runner.RunAsync(payments.Plan(2), Ct);

        result.Should().BeEquivalentTo(new { Version = 1L, Changed = false });
        await CheckAsync();
        Staged().Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Conform_KilledBeforeItsCommit_LeavesNothingVisibleAndARerunEndsRight(bool first)
    {
        await IngestAsync();
        if (!first) await payments.ConformAsync(0);
        var before = first ? null : await payments.SilverRowsAsync();
        var runner = Runner(() => throw new IOException("killed"), cleansUp: false);

        var killed = () => runner.RunAsync(payments.Plan(2), Ct);

        await killed.Should().ThrowAsync<IOException>();
        Staged().Should().HaveCount(2, "silver's new files and the rows between steps lie there");
        if (first) (await payments.Silver.ExistsAsync(Ct)).Should().BeFalse();
        else (await payments.SilverRowsAsync()).Should().Equal(before);
        await Runner(() => Task.CompletedTask).RunAsync(payments.Plan(2), Ct);
        await CheckAsync();
    }

    public void Dispose() => payments.Dispose();

    private ConformRunner Runner(Func<Task> beforeCommit, bool cleansUp = true) =>
        new(plan => new SeamWork(SparkConformWork.Of(plan, host.Session, TestLake.Options), beforeCommit, cleansUp), TimeProvider.System);

    /// <summary>Three versions: events, corrections with a refused row, corrections.</summary>
    private async Task IngestAsync()
    {
        await payments.IngestAsync("a.csv", [["p1", "2024-05-01T12:00:00Z", "1", null, null], ["p2", "2024-05-01T13:00:00Z", "2", null, null]]);
        await payments.IngestAsync(
            "b.csv", [["p1", "2024-05-02T12:00:00Z", "7", null, null], ["p3", "2024-05-01T14:00:00Z", "3", null, null], ["p4", "2024-05-01T14:00:00Z", "-4", null, null]]);
        await payments.IngestAsync("c.csv", [["p1", "2024-05-02T12:00:00Z", "9", null, null], ["p2", "2024-05-03T13:00:00Z", "8", null, null]]);
    }

    private async Task CheckAsync()
    {
        (await payments.SilverRowsAsync()).Should().Equal(Expected);
        (await payments.QuarantineRowsAsync()).Should().ContainSingle("a refused row comes once").Which.Should().StartWith("amount is not negative|b.csv|2|1|");
    }

    private string[] Staged() => Directory.GetDirectories(payments.Silver.Path, "staged-*");
}

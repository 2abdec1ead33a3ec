using System.Diagnostics;
using Lakehouse.Engine.Spark.Session;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Engine.Spark.Tests.Session;

/// <summary>Actions end when they are cancelled, and fail in the engine's words.</summary>
public sealed class SparkJobsTests(SparkHost host)
{
    private const string Endless = "SELECT count(*) FROM range(1000000000000) WHERE id % 3 = 5";

    [Fact]
    public async Task Run_ThatIsCancelled_EndsSoonAndLeavesTheSessionUsable()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.CancelAfter(TimeSpan.FromSeconds(2));
        var clock = Stopwatch.StartNew();

        var run = () => SparkJobs.RunAsync(host.Session, "count without end", () => host.Session.Sql(Endless).First(), source.Token);

        await run.Should().ThrowAsync<OperationCanceledException>();
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30));
        host.Session.Sql("SELECT 1L").First().GetAs<long>(0).Should().Be(1);
    }

    [Fact]
    public async Task Run_ThatFails_NamesSparksErrorClassAndTheSqlButNoValues()
    {
        const string Query = "SELECT CAST(concat('secret', id) AS INT) FROM range(3)";

        var run = () => SparkJobs.RunAsync(host.Session, "cast it", () => host.Session.Sql(Query).Collect().ToList(), TestContext.Current.CancellationToken, Query);

        var failure = (await run.Should().ThrowAsync<EngineException>()).Which;
        failure.Message.Should().Contain("CAST_INVALID_INPUT").And.Contain(Query).And.NotContain("secret0");
    }

    [Fact]
    public async Task Run_ThatRaisesTheEnginesOwnText_SaysIt()
    {
        const string Query = $"SELECT raise_error('{SparkFailure.Mark}a rule is broken')";

        var run = () => SparkJobs.RunAsync(host.Session, "check it", () => host.Session.Sql(Query).Collect().ToList(), TestContext.Current.CancellationToken);

        (await run.Should().ThrowAsync<EngineException>()).Which.Message.Should().Be("check it: a rule is broken");
    }
}

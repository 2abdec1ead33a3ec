using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Engine.DuckDb.Tests;
using Lakehouse.Engine.DuckDb.Tests.Training;
using Lakehouse.Engine.Spark.Training;
using Lakehouse.Features;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Engine.Spark.Tests.Training;

/// <summary>Training sets that Spark joins beside those of the embedded engine, whose rows the oracle proves: one digest, so every row, column and bit.</summary>
public sealed class SparkTrainingTests(SparkHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Semantics("4.1", "4.2", "4.3", "5.12")]
    [Theory]
    [InlineData(121, 1_000_000)]
    [InlineData(122, 64)]
    public async Task Build_Latest_EqualsTheEmbeddedEngine(int seed, long partRows)
    {
        using var fixture = new TrainingFixture(seed);
        await fixture.FillAsync(TrainingFixture.Clock);

        await AssertEqualAsync(await fixture.PlanAsync(TrainingMode.Latest), Spark(partRows));
    }

    [Semantics("4.3", "4.5")]
    [Fact]
    public async Task Build_OlderVersionsAndStaleRows_EqualsTheEmbeddedEngine()
    {
        using var fixture = new TrainingFixture(seed: 123);
        await fixture.FillAsync(RandomGold.LastInstant + 20);
        var (first, second) = (await fixture.First.SnapshotAsync(1), await fixture.Second.SnapshotAsync(2));
        var gold = new Dictionary<VersionedName, Snapshot> { [fixture.First.View.Id] = first, [fixture.Second.View.Id] = second };
        var plan = await fixture.PlanAsync(TrainingMode.AsOf) with { Gold = gold, AllowStale = true };

        var result = await AssertEqualAsync(plan, Spark());

        result.StaleRows.Should().BePositive();
    }

    [Semantics("4.4")]
    [Theory]
    [InlineData(131, 0)]
    [InlineData(132, 7)]
    [InlineData(133, 60)]
    public async Task Build_AsKnown_EqualsTheEmbeddedEngine(int seed, long delay)
    {
        using var fixture = new TrainingFixture(seed);
        await fixture.FillAsync(RandomGold.LastInstant + 20);

        await AssertEqualAsync(await fixture.PlanAsync(TrainingMode.AsKnown) with { ServingDelayMicros = delay }, Spark());
    }

    [Theory]
    [InlineData(TrainingMode.Latest, 141)]
    [InlineData(TrainingMode.AsKnown, 142)]
    public async Task Build_KeysThatAreCutAlongTime_EqualsTheEmbeddedEngine(TrainingMode mode, int seed)
    {
        using var fixture = new TrainingFixture(seed);
        await fixture.FillAsync(TrainingFixture.Clock);
        var cutting = new SparkTraining(host.Session, TestLake.Options) { LargeTimeline = 0, Cores = 10 };

        await AssertEqualAsync(await fixture.PlanAsync(mode), cutting);
    }

    [Theory]
    [InlineData("SELECT 'é' AS left_key, 1 AS right_key, make_timestamptz(50) AS timestamp FROM range(0)")]
    [InlineData("SELECT 'é' AS left_key, 1 AS right_key, NULL::TIMESTAMPTZ AS timestamp FROM range(3)")]
    [InlineData("SELECT '1' AS left_key, 1 AS right_key, make_timestamptz(50) AS timestamp, 7 - i AS spine_row FROM range(5) t(i)")]
    public async Task Build_OddSpine_EqualsTheEmbeddedEngine(string spine)
    {
        using var fixture = new TrainingFixture(seed: 151);
        await fixture.FillAsync(TrainingFixture.Clock);

        await AssertEqualAsync(await fixture.PlanAsync(TrainingMode.Latest) with { SpineSql = spine }, Spark());
    }

    [Fact]
    public async Task Build_FewKeysOfLargeGold_EqualsTheEmbeddedEngine()
    {
        using var fixture = new TrainingFixture(seed: 152);
        await fixture.FillAsync(TrainingFixture.Clock);
        const string spine = "SELECT '1' AS left_key, 23 AS right_key, make_timestamptz(30 * i) AS timestamp FROM range(4) t(i)";

        await AssertEqualAsync(await fixture.PlanAsync(TrainingMode.AsKnown) with { SpineSql = spine }, Spark());
    }

    [Fact]
    public async Task Build_CommitsOfUnknownTime_AreRefusedAsByTheEmbeddedEngine()
    {
        using var fixture = new TrainingFixture(seed: 161);
        await fixture.FillAsync(TrainingFixture.Clock);
        fixture.First.Commits.RemoveAt(1);
        var plan = await fixture.PlanAsync(TrainingMode.AsKnown);

        var build = () => Spark().RunAsync(plan, Ct);

        await build.Should().ThrowAsync<EngineException>().WithMessage("Rows of first@1*1 commits*materialize again*");
        Directory.Exists(plan.Output.Path).Should().BeFalse("nothing is left behind");
    }

    [Fact]
    public async Task Build_KeysAndFeaturesOfAllTypes_EqualsTheEmbeddedEngine()
    {
        using var lake = new TestLake();
        var gold = new TypedGold(lake.Table("gold"));
        var session = host.NewSession();
        session.Conf().Set("spark.sql.shuffle.partitions", "3");

        var result = await AssertEqualAsync(await gold.PlanAsync(lake.Table("out")), new SparkTraining(session, TestLake.Options) { PartRows = 40 });

        result.Digest.Rows.Should().Be(TypedGold.SpineRows);
        var found = await TestLake.ReadAsync(lake.Table("out"), "spine_row", "typed__amount");
        found.Count(r => !r[0].IsNull).Should().BeInRange(50, TypedGold.SpineRows - 50);
    }

    private SparkTraining Spark(long partRows = 1_000_000) => new(host.Session, TestLake.Options) { PartRows = partRows };

    private static async Task<TrainingResult> AssertEqualAsync(TrainingPlan plan, SparkTraining spark)
    {
        var embedded = await new DuckDbEngine(TestLake.Options, TimeProvider.System).BuildTrainingSetAsync(plan, Ct);

        var distributed = await spark.RunAsync(plan, Ct);

        distributed.Should().Be(embedded with { Version = embedded.Version + 1 });
        Directory.GetDirectories(plan.Output.Path).Select(Path.GetFileName).Should().Equal(["_delta_log"], "nothing is left behind");
        return distributed;
    }
}

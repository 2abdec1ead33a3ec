using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Tests.Training;

public sealed class TrainingRunnerTests
{
    private const long TimeToLive = 25;

    [Semantics("4.1", "4.2", "4.3")]
    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public async Task Build_Latest_EqualsLookupOfEveryRow(int seed)
    {
        using var fixture = new TrainingFixture(seed);
        await fixture.FillAsync(TrainingFixture.Clock);

        var result = await TrainingFixture.BuildAsync(await fixture.PlanAsync(TrainingMode.Latest));

        result.Digest.Rows.Should().Be(fixture.Spine.Count);
        result.StaleRows.Should().Be(0);
        await AssertEqualsLookupAsync(fixture, (gold, row) => Lookup(gold.Rows, row));
    }

    [Semantics("4.4")]
    [Theory]
    [InlineData(31, 0)]
    [InlineData(32, 7)]
    [InlineData(33, 60)]
    public async Task Build_AsKnown_EqualsLookupAmongVisibleRows(int seed, long delay)
    {
        using var fixture = new TrainingFixture(seed);
        await fixture.FillAsync(RandomGold.LastInstant + 20);

        await TrainingFixture.BuildAsync(await fixture.PlanAsync(TrainingMode.AsKnown) with { ServingDelayMicros = delay });

        bool Visible(KnownCommit commit, long at) => commit.CommitTimeMicros + delay <= at;
        await AssertEqualsLookupAsync(fixture, (gold, row) =>
            Lookup(gold.Rows.Where(r => !row[2].IsNull && Visible(gold.Commits.Single(c => c.KnownAtMicros == r.KnownAtMicros), row[2].AsInt64)), row));
        var stale = await fixture.ColumnAsync("second__stale");
        for (var i = 0; i < stale.Count; i++)
        {
            var at = fixture.Spine[i][2];
            var frontier = at.IsNull ? long.MaxValue : fixture.Second.Commits.Where(c => Visible(c, at.AsInt64)).Select(c => c.FrontierMicros).DefaultIfEmpty(long.MinValue).Max();
            stale[i].AsBool.Should().Be(!at.IsNull && at.AsInt64 > frontier, $"row {i}");
        }
    }

    [Semantics("4.5", "7.16")]
    [Fact]
    public async Task Build_OlderVersions_EqualsLookupAmongTheirRows()
    {
        using var fixture = new TrainingFixture(seed: 23);
        await fixture.FillAsync(TrainingFixture.Clock - 30);
        var plan = await fixture.PlanAsync(TrainingMode.AsOf);
        var gold = new Dictionary<VersionedName, Delta.Snapshot> { [fixture.First.View.Id] = await fixture.First.SnapshotAsync(1), [fixture.Second.View.Id] = await fixture.Second.SnapshotAsync(2) };

        await TrainingFixture.BuildAsync(plan with { Gold = gold });

        await AssertEqualsLookupAsync(fixture, (view, row) => row[0].IsNull || row[1].IsNull || row[2].IsNull
            ? null
            : view.Lookup(row[..2], row[2].AsInt64, version: view == fixture.First ? 1 : 2));
    }

    [Fact]
    public async Task Build_RowLaterThanTheClock_IsRefusedOrFlagged()
    {
        using var fixture = new TrainingFixture(seed: 41);
        await fixture.FillAsync(TrainingFixture.Clock + 5);
        var plan = await fixture.PlanAsync(TrainingMode.Latest);
        var late = fixture.Spine.Count(r => !r[2].IsNull && r[2].AsInt64 > TrainingFixture.Clock);

        var refused = () => TrainingFixture.BuildAsync(plan);
        var flagged = await TrainingFixture.BuildAsync(plan with { AllowStale = true });

        (await refused.Should().ThrowAsync<EngineException>()).WithMessage($"{late} spine rows*first@1*C = 1970-01-01T00:00:00.000090Z*");
        flagged.StaleRows.Should().Be(late).And.BeGreaterThan(0);
        (await fixture.ColumnAsync("first__stale")).Count(v => v.AsBool).Should().Be(late);
    }

    [Fact]
    public async Task Build_Again_HasTheSameDigestAsTheTable()
    {
        using var fixture = new TrainingFixture(seed: 51);
        await fixture.FillAsync(TrainingFixture.Clock);
        var manifest = "";
        var plan = await fixture.PlanAsync(TrainingMode.Latest) with { Manifest = digest => manifest = $"{{\"digest\":\"{digest.Sha256}\"}}" };

        var first = await TrainingFixture.BuildAsync(plan);
        var second = await TrainingFixture.BuildAsync(plan);
        await fixture.First.CommitAsync(TrainingFixture.Clock, TrainingFixture.Frontier, count: 60);
        var changed = await TrainingFixture.BuildAsync(await fixture.PlanAsync(TrainingMode.Latest));

        var engine = new DuckDbEngine(TestLake.Options, TimeProvider.System);
        var snapshot = await fixture.Output.GetSnapshotAsync(version: 1, TestContext.Current.CancellationToken);
        (await engine.DigestAsync(snapshot, TrainingDigest.ColumnFormat, TestContext.Current.CancellationToken)).Should().Be(first.Digest);
        second.Should().Be(first with { Version = 1 });
        changed.Digest.Sha256.Should().NotBe(first.Digest.Sha256);
        manifest.Should().Contain(first.Digest.Sha256);
    }

    [Theory]
    [InlineData("SELECT 1 AS right_key, now() AS timestamp", "*no column 'left_key'*")]
    [InlineData("SELECT 'a' AS left_key, '1' AS right_key, now() AS timestamp", "*'right_key' of the spine is string*int64*")]
    [InlineData("SELECT 'a' AS left_key, 1 AS right_key, TIMESTAMP '2024-01-01' AS timestamp", "*'timestamp' of the spine is timestamp_ntz*")]
    [InlineData("SELECT 'a' AS left_key, 1 AS right_key, now() AS timestamp, {'a': 1} AS x", "*Column 'x' of the spine is STRUCT*")]
    [InlineData("SELECT 'a' AS left_key, 1 AS right_key, make_timestamptz(1) AS timestamp, 1 AS first__amount", "*two columns 'first__amount'*")]
    public async Task Build_SpineThatDoesNotFit_SaysWhy(string sql, string message)
    {
        using var fixture = new TrainingFixture(seed: 61);
        await fixture.FillAsync(TrainingFixture.Clock);
        var plan = await fixture.PlanAsync(TrainingMode.Latest) with { SpineSql = sql };

        var build = () => TrainingFixture.BuildAsync(plan);

        await build.Should().ThrowAsync<EngineException>().WithMessage(message);
    }

    private static GoldRow? Lookup(IEnumerable<GoldRow> rows, Value[] row) =>
        row[0].IsNull || row[1].IsNull || row[2].IsNull ? null : RandomGold.Lookup(rows, row[..2], row[2].AsInt64);

    private static async Task AssertEqualsLookupAsync(TrainingFixture fixture, Func<RandomGold, Value[], GoldRow?> lookup)
    {
        var positions = await fixture.ColumnAsync("spine_row");
        var left = await fixture.ColumnAsync("left_key");
        var (amounts, statuses) = (await fixture.ColumnAsync("first__amount"), await fixture.ColumnAsync("first__amount__status"));
        var times = await fixture.ColumnAsync("first__event_time");
        var (scores, notes) = (await fixture.ColumnAsync("second__score"), await fixture.ColumnAsync("second__note"));
        var (doubled, missing) = (await fixture.ColumnAsync("request__doubled"), await fixture.ColumnAsync("request__absent__status"));
        for (var i = 0; i < fixture.Spine.Count; i++)
        {
            var row = fixture.Spine[i];
            var first = lookup(fixture.First, row) is { Retracted: false } found ? found : null;
            var expired = first is not null && row[2].AsInt64 - first.EventTimeMicros > TimeToLive;
            var second = lookup(fixture.Second, row) is { Retracted: false } other ? other : null;
            var status = first is null ? "ABSENT" : expired ? "EXPIRED" : first.Values[0].IsNull ? "NULL" : "PRESENT";

            (positions[i].AsInt64, left[i]).Should().Be((i, row[0]));
            statuses[i].AsString.Should().Be(status, $"row {i}");
            amounts[i].Should().Be(status == "PRESENT" ? first!.Values[0] : Value.Null, $"row {i}");
            times[i].Should().Be(first is null ? Value.Null : Value.Int64(first.EventTimeMicros!.Value), $"row {i}");
            scores[i].Should().Be(second?.Values[1] ?? Value.Null, $"row {i}");
            notes[i].Should().Be(second?.Values[2] ?? Value.Null, $"row {i}");
            doubled[i].Should().Be(row[3].IsNull ? Value.Null : Value.Int64(2 * row[3].AsInt64));
            missing[i].AsString.Should().Be("NULL");
        }
    }
}

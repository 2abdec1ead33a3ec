namespace Lakehouse.Delta.Tests;

public sealed class TimeTravelTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Semantics("7.22")]
    [Fact]
    public async Task GetSnapshotAt_InCommitTimestamps_NewestAtOrBefore()
    {
        var times = new List<DateTimeOffset>();
        await table.CreateAsync(first: 0, count: 1);
        times.Add(table.Clock.GetUtcNow());
        for (var i = 1; i <= 3; i++)
        {
            table.Clock.Advance(TimeSpan.FromHours(1));
            await table.AppendAsync(first: i, count: 1);
            times.Add(table.Clock.GetUtcNow());
        }

        for (var v = 0; v <= 3; v++)
        {
            (await AtAsync(times[v])).Should().Be(v);
            (await AtAsync(times[v].AddMinutes(59))).Should().Be(v);
            if (v > 0) (await AtAsync(times[v].AddMilliseconds(-1))).Should().Be(v - 1);
        }
    }

    [Fact]
    public async Task GetSnapshotAt_EnablementThatIsNoNumber_IsRefused()
    {
        await table.CreateAsync(first: 0, count: 1);
        var commit = Path.Combine(table.Path, "_delta_log", $"{0:D20}.json");
        const string Enabled = "\"delta.enableInCommitTimestamps\":\"true\"";
        const string Broken = Enabled + ",\"delta.inCommitTimestampEnablementVersion\":\"one\",\"delta.inCommitTimestampEnablementTimestamp\":\"5\"";
        File.WriteAllText(commit, File.ReadAllText(commit).Replace(Enabled, Broken, StringComparison.Ordinal));

        var read = () => DeltaTable.ForPath(table.Path).GetSnapshotAtAsync(table.Clock.GetUtcNow(), TestTable.Cancel);

        (await read.Should().ThrowAsync<DeltaException>()).Which.Code.Should().Be(DeltaErrorCode.Corrupt);
    }

    [Fact]
    public async Task GetSnapshotAt_BeforeFirst_VersionNotFound()
    {
        await table.CreateAsync(first: 0, count: 1);

        var read = () => AtAsync(table.Clock.GetUtcNow().AddMilliseconds(-1));

        (await read.Should().ThrowAsync<DeltaException>()).Which.Code.Should().Be(DeltaErrorCode.VersionNotFound);
    }

    [Fact]
    public async Task Commit_ClockStandsStill_TimestampsIncrease()
    {
        await table.CreateAsync(first: 0, count: 1);

        var second = (Committed)await table.AppendAsync(first: 1, count: 1);

        second.TimestampMillis.Should().Be(table.Clock.GetUtcNow().ToUnixTimeMilliseconds() + 1);
        (await table.Table.GetSnapshotAsync(ct: TestTable.Cancel)).CommitTimestampMillis.Should().Be(second.TimestampMillis);
    }

    [Fact]
    public async Task GetSnapshotAt_NoInCommitTimestamps_MonotonisesModificationTimes()
    {
        await table.CreateAsync(first: 0, count: 1);
        await table.AppendAsync(first: 1, count: 1);
        await table.AppendAsync(first: 2, count: 1);
        var noon = new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);
        for (var v = 0; v <= 2; v++)
        {
            var path = Path.Combine(table.Path, "_delta_log", $"{v:D20}.json");
            await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path, TestTable.Cancel)).Replace("delta.enableInCommitTimestamps", "x"), TestTable.Cancel);
            File.SetLastWriteTimeUtc(path, v == 1 ? noon.AddHours(-1) : noon);
        }

        (await AtAsync(new DateTimeOffset(noon))).Should().Be(0);
        (await AtAsync(new DateTimeOffset(noon.AddMilliseconds(1)))).Should().Be(1);
        (await AtAsync(new DateTimeOffset(noon.AddMilliseconds(2)))).Should().Be(2);
    }

    private async Task<long> AtAsync(DateTimeOffset time) => (await DeltaTable.ForPath(table.Path).GetSnapshotAtAsync(time, TestTable.Cancel)).Version;
}

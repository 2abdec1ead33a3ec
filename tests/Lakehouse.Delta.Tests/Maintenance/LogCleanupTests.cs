using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Delta.Tests.Maintenance;

/// <summary>The tables' clock stands months before the store's, so that all commits are past the retention of 30 days.</summary>
public sealed class LogCleanupTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task CleanUpLogAsync_ExpiredCommits_GoBehindTheNewestCheckpoint()
    {
        await CommitAsync(9);

        var result = await CleanUpAsync();

        result.FirstVersion.Should().Be(6);
        Commits().Should().Equal(6, 7, 8);
        result.Files.Should().Contain("_delta_log/00000000000000000003.checkpoint.parquet").And.HaveCount(7);
        await ReadsAsync(6, 7, 8);
        var act = () => DeltaTable.ForPath(table.Path).GetSnapshotAsync(5, TestTable.Cancel);
        (await act.Should().ThrowAsync<DeltaException>()).Which.Code.Should().Be(DeltaErrorCode.VersionNotFound);
        (await CleanUpAsync()).Files.Should().BeEmpty();
    }

    [Fact]
    public async Task CleanUpLogAsync_RetainedVersion_StaysReadableWithAllAfterIt()
    {
        await CommitAsync(12);

        var result = await CleanUpAsync(new RetainedVersions([4, 10], Since: null));

        result.FirstVersion.Should().Be(3);
        Commits().Should().Equal(Enumerable.Range(3, 9).Select(v => (long)v));
        await ReadsAsync(3, 4, 10, 11);
    }

    [Fact]
    public async Task CleanUpLogAsync_ReaderBehindTheFirstCheckpoint_KeepsEverything()
    {
        await CommitAsync(9);

        var result = await CleanUpAsync(new RetainedVersions([], Since: 2));

        result.Files.Should().BeEmpty();
        result.Reason.Should().Contain("retained");
        Commits().Should().HaveCount(9);
    }

    [Fact]
    public async Task CleanUpLogAsync_WithinRetention_KeepsEverything()
    {
        await CommitAsync(9, "delta.logRetentionDuration", "interval 10000 days");

        (await CleanUpAsync()).Files.Should().BeEmpty();
    }

    [Fact]
    public async Task CleanUpLogAsync_SwitchedOff_KeepsEverythingAndSaysSo()
    {
        await CommitAsync(9, "delta.enableExpiredLogCleanup", "false");

        var result = await CleanUpAsync();

        result.Files.Should().BeEmpty();
        result.Reason.Should().Be("delta.enableExpiredLogCleanup is false");
    }

    [Fact]
    public async Task CleanUpLogAsync_DryRun_DeletesNothing()
    {
        await CommitAsync(9);

        var result = await table.Table.CleanUpLogAsync(new LogCleanupOptions { DryRun = true }, TestTable.Cancel);

        result.Files.Should().HaveCount(7);
        Commits().Should().HaveCount(9);
    }

    [Fact]
    public async Task CleanUpLogAsync_ModificationTimesThatDoNotAscend_KeepTheCommitThatTheTimesRestOn()
    {
        await CommitWithoutClockAsync(9);
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var version = 0; version < 9; version++) File.SetLastWriteTimeUtc(CommitFile(version), start.AddHours(version < 5 ? version : 4));
        var times = await TimesAsync();

        await CleanUpAsync();

        Commits().Should().Equal(4, 5, 6, 7, 8);
        (await TimesAsync()).Should().Equal(times.Skip(4));
    }

    [Fact]
    public async Task CleanUpLogAsync_Stopped_LeavesASuffixOfTheLog()
    {
        await CommitAsync(9);
        var planned = await table.Table.CleanUpLogAsync(new LogCleanupOptions { DryRun = true }, TestTable.Cancel);

        foreach (var file in planned.Files)
        {
            File.Delete(Path.Combine(table.Path, file));
            await ReadsAsync(6, 7, 8);
            var commits = Commits();
            commits.Should().Equal(Enumerable.Range((int)commits[0], commits.Count).Select(v => (long)v), "no commit is missing in between");
        }
    }

    [Fact]
    public async Task CleanUpLogAsync_CheckpointThatCannotBeRead_DeletesNothing()
    {
        await CommitAsync(12);
        File.WriteAllText(Path.Combine(table.Path, "_delta_log", $"{3:D20}.checkpoint.parquet"), "PAR1");

        var act = () => CleanUpAsync(new RetainedVersions([4], Since: null));

        (await act.Should().ThrowAsync<DeltaException>()).Which.Code.Should().Be(DeltaErrorCode.Corrupt);
        Commits().Should().HaveCount(12, "they alone can still give version 4");
    }

    private Task<LogCleanupResult> CleanUpAsync(RetainedVersions? retained = null) =>
        table.Table.CleanUpLogAsync(new LogCleanupOptions { Retained = retained ?? RetainedVersions.None }, TestTable.Cancel);

    private async Task CommitAsync(int versions, string property = "delta.checkpointInterval", string value = "3")
    {
        await table.CreateAsync(first: 0, count: 1, new Dictionary<string, string> { ["delta.checkpointInterval"] = "3", [property] = value });
        for (var i = 1; i < versions; i++) await table.AppendAsync(first: i, count: 1);
    }

    /// <summary>The same table as one without in-commit timestamps.</summary>
    private async Task CommitWithoutClockAsync(int versions)
    {
        await CommitAsync(1);
        var text = File.ReadAllText(CommitFile(0)).Replace("\"delta.enableInCommitTimestamps\":\"true\"", "\"delta.enableInCommitTimestamps\":\"false\"", StringComparison.Ordinal);
        File.WriteAllText(CommitFile(0), text);
        var other = DeltaTable.ForPath(table.Path, table.Clock);
        for (var i = 1; i < versions; i++)
        {
            var transaction = other.Begin(await other.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE");
            await transaction.WriteQueryAsync(table.Session, TestTable.Ids(i, 1), ct: TestTable.Cancel);
            await transaction.CommitAsync(TestTable.Cancel);
        }
    }

    private async Task<IReadOnlyList<long>> TimesAsync()
    {
        var times = new List<long>();
        await foreach (var commit in DeltaTable.ForPath(table.Path).GetCommitsAsync(0, long.MaxValue, TestTable.Cancel)) times.Add(commit.TimestampMillis);
        return times;
    }

    private async Task ReadsAsync(params long[] versions)
    {
        foreach (var version in versions)
            (await table.IdsOfAsync((await DeltaTable.ForPath(table.Path).GetSnapshotAsync(version, TestTable.Cancel)).Scan())).Should().HaveCount((int)version + 1);
    }

    private IReadOnlyList<long> Commits() => [.. Directory.EnumerateFiles(Path.Combine(table.Path, "_delta_log"), "*.json").Select(f => long.Parse(Path.GetFileNameWithoutExtension(f))).Order()];

    private string CommitFile(long version) => Path.Combine(table.Path, "_delta_log", $"{version:D20}.json");
}

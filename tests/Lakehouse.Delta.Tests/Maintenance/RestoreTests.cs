using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Delta.Tests.Maintenance;

public sealed class RestoreTests : IDisposable
{
    private static readonly TableSchema Wider = new([.. TestTable.IdAndText.Columns, new("note", new PrimitiveType("string"))]);
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task RestoreAsync_EarlierVersion_HasItsRowsAgainAndKeepsLaterOnesReadable()
    {
        await HistoryAsync();

        var result = await RestoreAsync(0);

        result.Should().BeEquivalentTo(new { Version = 4, RestoredVersion = 0, FilesAdded = 1, FilesRemoved = 1, MetadataChanged = false });
        (await table.ReadIdsAsync()).Should().Equal(0, 1);
        (await table.ReadIdsAsync(version: 2)).Should().Equal(0, 1, 2, 3, 4);
        (await table.ReadIdsAsync(version: 3)).Should().Equal(9);
    }

    [Fact]
    public async Task RestoreAsync_ByTimestamp_TakesTheVersionOfThatInstant()
    {
        await HistoryAsync();
        var committed = (await table.Table.GetSnapshotAsync(1, TestTable.Cancel)).CommitTimestampMillis;

        var result = await table.Table.RestoreAsync(new RestoreOptions { Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(committed) }, TestTable.Cancel);

        result.RestoredVersion.Should().Be(1);
        (await table.ReadIdsAsync()).Should().Equal(0, 1, 2, 3);
    }

    [Fact]
    public async Task RestoreAsync_FromACheckpoint_AddsFilesAsTheyStood()
    {
        await table.CreateAsync(first: 0, count: 2, new Dictionary<string, string> { ["delta.checkpointInterval"] = "1" });
        await table.AppendAsync(first: 2, count: 2);
        await table.OptimizeAsync();
        var before = (await table.Table.GetSnapshotAsync(1, TestTable.Cancel)).Files;

        await RestoreAsync(1);

        (await table.NewestAsync()).Files.Should().BeEquivalentTo(before, o => o.Including(f => f.Path).Including(f => f.StatsJson).Including(f => f.Tags).Including(f => f.AddedInVersion));
        (await table.ReadIdsAsync()).Should().Equal(0, 1, 2, 3);
        (await table.Table.CheckAsync(ct: TestTable.Cancel)).IsSound.Should().BeTrue();
    }

    [Fact]
    public async Task RestoreAsync_SchemaOfThatTime_ComesBackAndTransactionsStay()
    {
        await table.CreateAsync(first: 0, count: 2);
        var widening = table.Table.Begin(await table.NewestAsync(), "WRITE");
        widening.SetSchema(Wider);
        widening.SetTransaction("app", 7);
        await widening.CommitAsync(TestTable.Cancel);

        var result = await RestoreAsync(0);

        var snapshot = await table.NewestAsync();
        result.MetadataChanged.Should().BeTrue();
        snapshot.Schema.Columns.Select(c => c.Name).Should().Equal("id", "text");
        snapshot.Transactions.Should().Contain("app", 7);
        snapshot.Configuration["delta.enableInCommitTimestamps"].Should().Be("true");
    }

    [Fact]
    public async Task RestoreAsync_FilesGone_IsRefusedNamingThem()
    {
        await HistoryAsync();
        var gone = (await table.Table.GetSnapshotAsync(2, TestTable.Cancel)).Files.Take(2).Select(f => f.Path).ToList();
        foreach (var path in gone) File.Delete(Path.Combine(table.Path, path));

        var act = () => RestoreAsync(2);

        var refusal = (await act.Should().ThrowAsync<DeltaException>()).Which;
        refusal.Code.Should().Be(DeltaErrorCode.FileMissing);
        refusal.Message.Should().Contain("2 of its files are gone").And.ContainAll(gone);
        (await table.NewestAsync()).Version.Should().Be(3);
    }

    [Fact]
    public async Task RestoreAsync_DryRun_CommitsNothing()
    {
        await HistoryAsync();

        var result = await table.Table.RestoreAsync(new RestoreOptions { Version = 2, DryRun = true }, TestTable.Cancel);

        result.Should().BeEquivalentTo(new { Version = (long?)null, FilesAdded = 3, FilesRemoved = 1 });
        (await table.NewestAsync()).Version.Should().Be(3);
    }

    [Fact]
    public async Task RestoreAsync_NewestVersion_DoesNothing()
    {
        await HistoryAsync();

        (await RestoreAsync(3)).Version.Should().BeNull();
    }

    [Fact]
    public async Task RestoreAsync_AppendOnlyTable_LosesNoRow()
    {
        await table.CreateAsync(first: 0, count: 2, new Dictionary<string, string> { ["delta.appendOnly"] = "true" });
        await table.AppendAsync(first: 2, count: 1);

        var act = () => RestoreAsync(0);

        (await act.Should().ThrowAsync<DeltaException>()).WithMessage("*append-only*");
    }

    private Task<RestoreResult> RestoreAsync(long version) => table.Table.RestoreAsync(new RestoreOptions { Version = version }, TestTable.Cancel);

    /// <summary>Versions 0 to 2 append; version 3 overwrites with id 9.</summary>
    private async Task HistoryAsync()
    {
        await table.CreateAsync(first: 0, count: 2);
        await table.AppendAsync(first: 2, count: 2);
        await table.AppendAsync(first: 4, count: 1);
        var overwrite = table.Table.Begin(await table.NewestAsync(), "WRITE");
        overwrite.RemoveAll();
        await overwrite.WriteQueryAsync(table.Session, TestTable.Ids(9, 1), ct: TestTable.Cancel);
        await overwrite.CommitAsync(TestTable.Cancel);
    }
}

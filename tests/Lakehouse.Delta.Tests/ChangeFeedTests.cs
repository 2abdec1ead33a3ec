using System.Text;
using Lakehouse.Delta.Changes;

namespace Lakehouse.Delta.Tests;

/// <summary>A change feed applied to the version before its range gives the range's last version.</summary>
public sealed class ChangeFeedTests : IDisposable
{
    private static readonly Dictionary<string, string> Recorded = new() { ["delta.enableChangeDataFeed"] = "true" };
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task ReadRows_AppendsRemovesAndCompactions_TurnEachVersionIntoAnyLaterOne()
    {
        await CreateAsync();
        await ApplyAsync("WRITE", remove: 0, TestTable.Ids(2, 4));
        await ApplyAsync("WRITE", remove: 0, TestTable.Ids(6, 2));
        await ApplyAsync("OPTIMIZE", remove: 2, TestTable.Ids(2, 6), dataChange: false);
        await ApplyAsync("UPDATE", remove: 1, "SELECT i AS id, 'new ' || i AS text FROM range(2, 6) t(i)");
        await ApplyAsync("DELETE", remove: 1, query: null);

        for (var to = 0L; to <= 5; to++)
        {
            for (var from = 0L; from <= to; from++)
            {
                var rows = from == 0 ? [] : await RowsAsync(from - 1);
                foreach (var change in await ReadAsync(await table.Table.GetChangeFeedAsync(from, to, TestTable.Cancel))) Apply(rows, change);
                rows.Order().Should().Equal((await RowsAsync(to)).Order(), $"changes {from} to {to}");
            }
        }
    }

    [Fact]
    public async Task ReadRows_Commit_NamesTypeVersionAndTime()
    {
        await CreateAsync();
        await ApplyAsync("DELETE", remove: 1, query: null);
        var snapshot = await table.Table.GetSnapshotAsync(ct: TestTable.Cancel);

        var feed = await table.Table.GetChangeFeedAsync(1, ct: TestTable.Cancel);

        feed.Columns.Select(c => c.Name).Should().Equal("id", "text", "_change_type", "_commit_version", "_commit_timestamp");
        var time = DateTime.UnixEpoch.AddMilliseconds(snapshot.CommitTimestampMillis);
        (await ReadAsync(feed)).Select(r => (r[0], r[2], r[3], r[4])).Should().Equal((0L, "delete", 1L, time), (1L, "delete", 1L, time));
    }

    [Fact]
    public async Task ReadRows_ColumnAddedInTheRange_IsNullInOlderRows()
    {
        await CreateAsync();
        var transaction = table.Table.Begin(await table.Table.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE");
        transaction.SetSchema(new TableSchema([.. TestTable.IdAndText.Columns, new("more", new PrimitiveType("long"))]));
        await transaction.WriteQueryAsync(table.Session, "SELECT 2::BIGINT AS id, 'x' AS text, 7::BIGINT AS more", ct: TestTable.Cancel);
        await transaction.CommitAsync(TestTable.Cancel);

        var rows = await ReadAsync(await table.Table.GetChangeFeedAsync(0, ct: TestTable.Cancel));

        rows.Select(r => (r[0], r[2], r[3])).Should().Equal((0L, null, "insert"), (1L, null, "insert"), (2L, 7L, "insert"));
    }

    [Fact]
    public async Task ReadRows_VersionBeforeTheRangeCleanedUp_IsToldByTheActions()
    {
        await CreateAsync();
        for (var i = 1; i < 10; i++) await ApplyAsync("WRITE", remove: 0, TestTable.Ids(10 * i, 1));
        await ApplyAsync("DELETE", remove: 1, TestTable.Ids(100, 1));
        for (var version = 0; version < 10; version++) File.Delete(Commit(version));

        var feed = await DeltaTable.ForPath(table.Path).GetChangeFeedAsync(10, ct: TestTable.Cancel);

        (await ReadAsync(feed)).Select(r => (r[0], r[2])).Should().Equal((90L, "delete"), (100L, "insert"));
        var older = () => DeltaTable.ForPath(table.Path).GetChangeFeedAsync(9, ct: TestTable.Cancel);
        (await older.Should().ThrowAsync<DeltaException>()).Which.Code.Should().Be(DeltaErrorCode.VersionNotFound);
    }

    [Fact]
    public async Task Open_ByInstants_TakesFirstAtOrAfterAndLastAtOrBefore()
    {
        await CreateAsync();
        for (var i = 0; i < 3; i++)
        {
            table.Clock.Advance(TimeSpan.FromHours(1));
            await ApplyAsync("WRITE", remove: 0, $"SELECT {10 + i} AS id, 'x' AS text");
        }

        var range = new ChangeRange { FromTimestamp = table.Clock.GetUtcNow().AddHours(-2), ToTimestamp = table.Clock.GetUtcNow().AddMinutes(-30) };
        var feed = await ChangeFeed.OpenAsync(table.Table, range, TestTable.Cancel);

        (feed.FromVersion, feed.To.Version).Should().Be((1, 2));
        var early = await ChangeFeed.OpenAsync(table.Table, new ChangeRange { FromTimestamp = DateTimeOffset.UnixEpoch }, TestTable.Cancel);
        (early.FromVersion, early.To.Version).Should().Be((0, 3));
    }

    [Theory]
    [InlineData(-1, 0L, DeltaErrorCode.VersionNotFound)]
    [InlineData(0, 9L, DeltaErrorCode.VersionNotFound)]
    [InlineData(9, null, DeltaErrorCode.VersionNotFound)]
    [InlineData(1, 0L, DeltaErrorCode.VersionNotFound)]
    public async Task Open_RangeOutsideTheTable_IsRefused(long from, long? to, DeltaErrorCode code)
    {
        await CreateAsync();
        await ApplyAsync("DELETE", remove: 1, query: null);

        var open = () => table.Table.GetChangeFeedAsync(from, to, TestTable.Cancel);

        (await open.Should().ThrowAsync<DeltaException>()).Which.Code.Should().Be(code);
    }

    [Fact]
    public async Task Open_VersionThatDidNotRecord_IsRefusedAndNamed()
    {
        await table.CreateAsync(first: 0, count: 2);
        await table.AppendAsync(first: 2, count: 2);

        var open = () => table.Table.GetChangeFeedAsync(1, ct: TestTable.Cancel);

        (await open.Should().ThrowAsync<DeltaException>().WithMessage("*version 1*delta.enableChangeDataFeed*")).Which.Code.Should().Be(DeltaErrorCode.ChangesUnknown);
    }

    [Fact]
    public async Task Open_ColumnGoneInBetween_IsRefusedAndNamed()
    {
        await CreateAsync();
        var metadata = await File.ReadAllTextAsync(Commit(0), TestTable.Cancel);
        var line = metadata.Split('\n').Single(l => l.StartsWith("{\"metaData\"", StringComparison.Ordinal));
        await File.WriteAllTextAsync(Commit(1), line.Replace("\\\"text\\\"", "\\\"other\\\"", StringComparison.Ordinal) + "\n", new UTF8Encoding(false), TestTable.Cancel);

        var open = () => table.Table.GetChangeFeedAsync(0, 1, TestTable.Cancel);

        (await open.Should().ThrowAsync<DeltaException>().WithMessage("*column 'text'*")).Which.Code.Should().Be(DeltaErrorCode.ChangesUnknown);
    }

    [Fact]
    public async Task Open_UnknownFeatureInsideTheRange_IsRefusedThoughItWentAgain()
    {
        await CreateAsync();
        var protocol = (await File.ReadAllLinesAsync(Commit(0), TestTable.Cancel)).Single(l => l.StartsWith("{\"protocol\"", StringComparison.Ordinal));
        const string unknown = """{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["tomorrow"],"writerFeatures":["tomorrow"]}}""";
        await File.WriteAllTextAsync(Commit(1), unknown + "\n", TestTable.Cancel);
        await File.WriteAllTextAsync(Commit(2), protocol + "\n", TestTable.Cancel);

        var open = () => DeltaTable.ForPath(table.Path).GetChangeFeedAsync(0, 2, TestTable.Cancel);

        (await open.Should().ThrowAsync<DeltaException>().WithMessage("*'tomorrow'*")).Which.Code.Should().Be(DeltaErrorCode.UnsupportedFeature);
    }

    private static void Apply(List<string> rows, object?[] change)
    {
        var row = $"{change[0]} {change[1]}";
        if (change[2] is "insert" or "update_postimage") rows.Add(row);
        else rows.Remove(row).Should().BeTrue($"{row} is there to be deleted");
    }

    private static async Task<List<object?[]>> ReadAsync(ChangeFeed feed)
    {
        var rows = new List<object?[]>();
        await foreach (var row in feed.ReadRowsAsync(TestTable.Cancel)) rows.Add(row);
        return rows;
    }

    private string Commit(long version) => Path.Combine(table.Path, "_delta_log", $"{version:D20}.json");

    private async Task CreateAsync()
    {
        var transaction = table.Table.Create(TestTable.IdAndText, configuration: Recorded);
        await transaction.WriteQueryAsync(table.Session, TestTable.Ids(0, 2), ct: TestTable.Cancel);
        await transaction.CommitAsync(TestTable.Cancel);
    }

    /// <summary>Removes the last files and writes a query's rows in one commit.</summary>
    private async Task ApplyAsync(string operation, int remove, string? query, bool dataChange = true)
    {
        var snapshot = await table.Table.GetSnapshotAsync(ct: TestTable.Cancel);
        var transaction = table.Table.Begin(snapshot, operation);
        transaction.DataChange = dataChange;
        foreach (var file in snapshot.Files.TakeLast(remove)) transaction.Remove(file);
        if (query is not null) await transaction.WriteQueryAsync(table.Session, query, ct: TestTable.Cancel);
        (await transaction.CommitAsync(TestTable.Cancel)).Should().BeOfType<Committed>();
    }

    private async Task<List<string>> RowsAsync(long version)
    {
        var rows = new List<string>();
        await foreach (var row in (await table.Table.GetSnapshotAsync(version, TestTable.Cancel)).Scan().ReadRowsAsync(TestTable.Cancel)) rows.Add($"{row[0]} {row[1]}");
        return rows;
    }
}

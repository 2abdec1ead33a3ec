using Lakehouse.Delta.Internal.Writing;
using Lakehouse.Delta.Tests.Faults;

namespace Lakehouse.Delta.Tests.Operations;

/// <summary>Every cell of delta-spark's conflict matrix: what I do, what another writer committed since I read, and how my commit ends. Files are only names here.</summary>
public sealed class ConflictMatrixTests : IDisposable
{
    private static readonly TableSchema Columns = new([new("part", new PrimitiveType("string")), new("value", new PrimitiveType("long"))]);
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("lakehouse-matrix-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Delete(recursive: true);

    [Theory]
    [InlineData("append", "append a", "ok")]
    [InlineData("append", "append a after read", "ok")]
    [InlineData("append", "remove a", "ok")]
    [InlineData("append", "optimize a", "ok")]
    [InlineData("append", "metadata", "conflict")]
    [InlineData("append", "protocol", "ok")]
    [InlineData("append", "protocol unknown", "refused")]
    [InlineData("append", "protocol fewer", "conflict")]
    [InlineData("append", "txn other", "ok")]
    [InlineData("append txn", "txn same", "conflict")]
    [InlineData("append txn", "txn other", "ok")]
    [InlineData("append txn skip", "txn same", "done")]
    [InlineData("append txn skip", "txn same older", "conflict")]
    [InlineData("append exact", "append a", "conflict")]
    [InlineData("delete a", "append a", "conflict")]
    [InlineData("delete a", "append b", "ok")]
    [InlineData("delete a", "append null", "ok")]
    [InlineData("delete a", "append a after read", "conflict")]
    [InlineData("delete a", "append b after read", "ok")]
    [InlineData("delete a", "remove a", "conflict")]
    [InlineData("delete a", "remove other a", "conflict")]
    [InlineData("delete a", "remove b", "ok")]
    [InlineData("delete a", "optimize a", "conflict")]
    [InlineData("delete a", "optimize b", "ok")]
    [InlineData("delete a", "metadata", "conflict")]
    [InlineData("delete a", "protocol", "ok")]
    [InlineData("delete a", "protocol unknown", "refused")]
    [InlineData("delete a and value", "append b", "ok")]
    [InlineData("delete a and value", "append a", "conflict")]
    [InlineData("delete value", "append b", "conflict")]
    [InlineData("delete value", "append b after read", "conflict")]
    [InlineData("delete value", "remove b", "conflict")]
    [InlineData("delete value", "optimize b", "conflict")]
    [InlineData("delete value", "metadata", "conflict")]
    [InlineData("delete value", "protocol", "ok")]
    [InlineData("overwrite", "append b", "conflict")]
    [InlineData("overwrite", "remove b", "conflict")]
    [InlineData("overwrite", "optimize b", "conflict")]
    [InlineData("overwrite", "metadata", "conflict")]
    [InlineData("optimize a", "append a", "ok")]
    [InlineData("optimize a", "append a after read", "ok")]
    [InlineData("optimize a", "remove a", "conflict")]
    [InlineData("optimize a", "remove other a", "ok")]
    [InlineData("optimize a", "remove b", "ok")]
    [InlineData("optimize a", "optimize a", "conflict")]
    [InlineData("optimize a", "optimize b", "ok")]
    [InlineData("optimize a", "metadata", "conflict")]
    [InlineData("alter", "append a", "ok")]
    [InlineData("alter", "append a after read", "ok")]
    [InlineData("alter", "remove a", "ok")]
    [InlineData("alter", "optimize a", "ok")]
    [InlineData("alter", "metadata", "conflict")]
    [InlineData("alter", "protocol", "ok")]
    public Task Commit_Serializable_EndsAsInTheMatrix(string mine, string winner, string end) => RunAsync(mine, winner, end, "Serializable");

    [Theory]
    [InlineData("delete a", "append a", "ok")]
    [InlineData("delete a", "append a after read", "conflict")]
    [InlineData("delete value", "append b", "ok")]
    [InlineData("delete value", "append b after read", "conflict")]
    [InlineData("delete a", "remove a", "conflict")]
    [InlineData("delete a", "metadata", "conflict")]
    [InlineData("overwrite", "append b", "ok")]
    public Task Commit_WriteSerializable_PassesBlindAppends(string mine, string winner, string end) => RunAsync(mine, winner, end, "WriteSerializable");

    [Fact]
    public async Task Commit_SecondWinnerInTheWay_IsFoundToo()
    {
        await CreateAsync("Serializable");
        var table = Open();
        var mine = await BeginAsync(table, "delete a");
        await WinAsync("append b");
        await WinAsync("remove other a");

        var result = await mine.CommitAsync(Cancel);

        result.Should().BeOfType<Conflicted>().Which.WinningVersion.Should().Be(2);
    }

    [Fact]
    public async Task Commit_NextVersionLostAgainAndAgain_GivesUpAsAConflict()
    {
        await CreateAsync("Serializable");
        FaultyStorage storage = null!;
        var table = DeltaTable.ForPath(directory.FullName, TimeProvider.System, root => storage = new FaultyStorage(root));
        var mine = await BeginAsync(table, "append a");
        mine.MaxAttempts = 3;
        var lost = 0;
        storage.NextPut = Lose;

        var result = await mine.CommitAsync(Cancel);

        result.Should().BeOfType<Conflicted>().Which.Reason.Should().Contain("3 times");
        lost.Should().Be(3);

        Task<bool> Lose(Func<Task<bool>> put)
        {
            lost++;
            storage.NextPut = Lose;
            return Task.FromResult(false);
        }
    }

    private async Task RunAsync(string mine, string winner, string end, string isolation)
    {
        await CreateAsync(isolation);
        var transaction = await BeginAsync(Open(), mine);
        await WinAsync(winner);

        string how;
        try
        {
            how = await transaction.CommitAsync(Cancel) switch
            {
                Committed { Version: 2 } => "ok",
                Conflicted { WinningVersion: 1 } => "conflict",
                AlreadyCommitted { Version: 1 } => "done",
                var other => $"{other}",
            };
        }
        catch (DeltaException e) when (e.Code == DeltaErrorCode.UnsupportedFeature)
        {
            how = "refused";
        }

        how.Should().Be(end);
        File.Exists(LogFile(2)).Should().Be(end == "ok");
    }

    private DeltaTable Open() => DeltaTable.ForPath(directory.FullName);

    private string LogFile(long version) => Path.Combine(directory.FullName, "_delta_log", $"{version:D20}.json");

    private async Task CreateAsync(string isolation)
    {
        var transaction = Open().Create(Columns, ["part"], new Dictionary<string, string> { ["delta.isolationLevel"] = isolation });
        foreach (var name in (string[])["a1", "a2", "b1", "b2"]) transaction.Add(NewFile(name[..1], name));
        await transaction.CommitAsync(Cancel);
    }

    private static PendingFile NewFile(string? part, string? name = null) => new(
        (name ?? Guid.NewGuid().ToString()) + ".parquet", new Dictionary<string, string?> { ["part"] = part == "null" ? null : part }, Size: 1, ModificationTimeMillis: 1, Rows: 1,
        "{\"numRecords\":1,\"minValues\":{\"value\":1},\"maxValues\":{\"value\":1},\"nullCount\":{\"value\":0}}", Tags: null);

    /// <summary>Words: what is done, to which partition.</summary>
    private static async Task<Transaction> BeginAsync(DeltaTable table, string action)
    {
        var read = await table.GetSnapshotAsync(ct: Cancel);
        var words = action.Split(' ');
        var transaction = table.Begin(read, "WRITE");
        var part = words.Length > 1 ? words[1] : "a";
        DataFile Live(string name) => read.Files.First(f => f.Path == name + ".parquet");
        switch (words[0])
        {
            case "append":
                transaction.Add(NewFile(part is "txn" or "exact" ? "a" : part));
                transaction.ExactVersion = part == "exact";
                if (action.EndsWith("after read", StringComparison.Ordinal)) transaction.DeclareRead(rows: null);
                if (part == "txn") transaction.SetTransaction("app", 5, words.Contains("skip") ? RepeatedTransaction.Skip : RepeatedTransaction.Conflicts);
                break;
            case "txn":
                transaction.SetTransaction(part == "same" ? "app" : "another", words.Contains("older") ? 4 : 5);
                break;
            case "delete":
                var condition = action switch { "delete a" => "part = 'a'", "delete value" => "value = 1", _ => "part = 'a' AND value = 1" };
                transaction.DeclareRead(ScanPredicate.Parse(condition, Columns));
                transaction.Remove(Live("a1"));
                break;
            case "remove":
                transaction.Remove(Live(part == "other" ? "a2" : $"{part}1"));
                break;
            case "overwrite":
                transaction.RemoveAll();
                transaction.Add(NewFile("a"));
                break;
            case "optimize":
                transaction.DataChange = false;
                transaction.Remove(Live($"{part}1"));
                transaction.Add(NewFile(part));
                break;
            default:
                transaction.SetSchema(new TableSchema([.. Columns.Columns, new("extra", new PrimitiveType("string"))]));
                break;
        }

        return transaction;
    }

    private async Task WinAsync(string action)
    {
        var table = Open();
        if (!action.StartsWith("protocol", StringComparison.Ordinal))
        {
            (await (await BeginAsync(table, action)).CommitAsync(Cancel)).Should().BeOfType<Committed>();
            return;
        }

        var features = action switch
        {
            "protocol fewer" => "\"appendOnly\",\"inCommitTimestamp\"",
            "protocol unknown" => "\"appendOnly\",\"invariants\",\"inCommitTimestamp\",\"clustering\"",
            _ => "\"appendOnly\",\"invariants\",\"inCommitTimestamp\",\"domainMetadata\"",
        };
        var later = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + 1000;
        await File.WriteAllTextAsync(
            LogFile(1),
            $"{{\"commitInfo\":{{\"inCommitTimestamp\":{later},\"txnId\":\"theirs\"}}}}\n"
            + $"{{\"protocol\":{{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[{features}]}}}}\n",
            Cancel);
    }
}

using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta.Tests.Faults;

/// <summary>A fault at each step of a commit in turn: data file, temporary commit file, link, syncs, checkpoint, hint.</summary>
public sealed class EveryStepTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("lakehouse-steps-");
    private readonly DuckDbSession session = new();

    public void Dispose()
    {
        session.Dispose();
        directory.Delete(recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commit_FaultAtAnyStep_WholeOrNothingTypedErrorAndTheNextAttemptWorks(bool fullDisk)
    {
        Exception fault = fullDisk ? new IOException("No space left on device") : new UnauthorizedAccessException("Permission denied");
        var committed = 0;
        var refused = 0;
        var calls = new List<string>();
        var prepared = Path.Combine(directory.FullName, "prepared");
        await AppendAsync(Open(prepared, new LocalDisk()), id: 0);
        for (var step = 0; ; step++)
        {
            var disk = new FailingDisk { Fault = fault, FailAt = step };
            var path = Copy(prepared, $"{step}");

            var outcome = await TryAppendAsync(Open(path, disk), id: 1);

            if (!disk.Failed) break;
            calls.Add(disk.Calls[step]);
            var because = $"step {step} ({disk.Calls[step]}) failed";
            (await IdsAsync(path)).Should().Equal(outcome is null ? [0L, 1L] : [0L], because);
            if (outcome is null) committed++;
            else refused++;
            disk.FailAt = -1;
            await AppendAsync(Open(path, disk), id: 2);
            (await IdsAsync(path)).Should().Equal(outcome is null ? [0L, 1L, 2L] : [0L, 2L], $"the next attempt works after {because}");
        }

        calls.Should().Contain(["write", "sync file", "sync directory", "link", "replace", "delete"]);
        committed.Should().BeGreaterThan(3, "faults after the link leave the commit standing");
        refused.Should().BeGreaterThan(3, "faults before the link refuse it");
    }

    [Fact]
    public async Task Create_FaultAtAnyStep_WholeOrNothingAndTheNextAttemptWorks()
    {
        for (var step = 0; ; step++)
        {
            var disk = new FailingDisk { FailAt = step };
            var path = Path.Combine(directory.FullName, "lake", $"{step}");

            var outcome = await TryAppendAsync(Open(path, disk), id: 1);

            if (!disk.Failed) break;
            (await Open(path, new LocalDisk()).ExistsAsync(TestTable.Cancel)).Should().Be(outcome is null, $"step {step} ({disk.Calls[step]}) failed");
            disk.FailAt = -1;
            await AppendAsync(Open(path, disk), id: 2);
            (await IdsAsync(path)).Should().Equal(outcome is null ? [1L, 2L] : [2L]);
        }
    }

    private string Copy(string table, string name)
    {
        var copy = Path.Combine(directory.FullName, name);
        foreach (var file in Directory.EnumerateFiles(table, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(table, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    private static DeltaTable Open(string path, LocalDisk disk) => DeltaTable.ForPath(path, TimeProvider.System, root => new LocalStorage(root, disk));

    /// <summary>Null when the commit stands, else its typed refusal; any other failure fails the test.</summary>
    private async Task<DeltaException?> TryAppendAsync(DeltaTable table, int id)
    {
        try
        {
            await AppendAsync(table, id);
            return null;
        }
        catch (DeltaException e)
        {
            e.Code.Should().Be(DeltaErrorCode.Storage);
            e.Message.Should().Contain(table.Path).And.Contain("free space and permissions");
            return e;
        }
    }

    /// <summary>Appends one row in one file; every commit is followed by a checkpoint.</summary>
    private async Task AppendAsync(DeltaTable table, int id)
    {
        var transaction = await table.ExistsAsync(TestTable.Cancel)
            ? table.Begin(await table.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE")
            : table.Create(TestTable.IdAndText, configuration: new Dictionary<string, string> { ["delta.checkpointInterval"] = "1" });
        await transaction.WriteQueryAsync(session, TestTable.Ids(id, 1), ct: TestTable.Cancel);
        (await transaction.CommitAsync(TestTable.Cancel)).Should().BeOfType<Committed>();
    }

    private async Task<long[]> IdsAsync(string path)
    {
        var snapshot = await Open(path, new LocalDisk()).GetSnapshotAsync(ct: TestTable.Cancel);
        var ids = new List<long>();
        await foreach (var row in snapshot.Scan().ReadRowsAsync(TestTable.Cancel)) ids.Add((long)row[0]!);
        return [.. ids.Order()];
    }
}

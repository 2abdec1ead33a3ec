using System.Security.Cryptography;
using System.Text;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta.Tests.Faults.PowerCut;

/// <summary>Commits are recorded step by step, and every directory that a power cut may leave behind at any step is read.</summary>
public sealed class PowerCutTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("lakehouse-power-");
    private readonly DuckDbSession session = new();
    private readonly RecordingDisk disk = new();

    /// <summary>The ids at each version.</summary>
    private readonly List<long[]> model = [];

    public void Dispose()
    {
        session.Dispose();
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Cut_AnyMomentOfCreateAppendReplaceAndCheckpoint_VersionBeforeOrAfterAndNoneAcknowledgedIsLost()
    {
        await RecordAsync(commits: 4);

        (await ReplayAsync(disk.Steps)).Should().BeEmpty();
    }

    [Fact]
    public async Task Cut_AnySyncOfAWarmAppendLeftOut_IsNoticed()
    {
        await RecordAsync(commits: 2);
        var start = disk.Steps.FindIndex(s => s is Acknowledged { Version: 0 });
        var syncs = Enumerable.Range(start, disk.Steps.Count - start).Where(i => disk.Steps[i] is FileSynced or DirectorySynced).ToList();

        foreach (var sync in syncs)
        {
            var without = disk.Steps.Where((_, i) => i != sync).ToList();
            (await ReplayAsync(without, from: start)).Should().NotBeEmpty($"{disk.Steps[sync]} is needed");
        }

        syncs.Should().HaveCount(4, "a data file, its directory, the commit file and the log's directory are synced");
    }

    private string Root => Path.Combine(directory.FullName, "lake", "table");

    /// <summary>Creates the table, appends, replaces all rows, and appends again; the third commit is followed by a checkpoint.</summary>
    private async Task RecordAsync(int commits)
    {
        var table = DeltaTable.ForPath(Root, TimeProvider.System, root => new LocalStorage(root, disk));
        for (var version = 0; version < commits; version++)
        {
            var transaction = version == 0
                ? table.Create(TestTable.IdAndText, configuration: new Dictionary<string, string> { ["delta.checkpointInterval"] = "2" })
                : table.Begin(await table.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE");
            if (version == 2) transaction.RemoveAll();
            await transaction.WriteQueryAsync(session, TestTable.Ids(version * 10, 2), ct: TestTable.Cancel);
            (await transaction.CommitAsync(TestTable.Cancel)).Should().BeOfType<Committed>().Which.Version.Should().Be(version);
            disk.Steps.Add(new Acknowledged(version));
            long[] rows = [version * 10, (version * 10) + 1];
            model.Add(version is 0 or 2 ? rows : [.. model[^1], .. rows]);
        }
    }

    /// <summary>What is wrong with any directory that a cut at any step may leave.</summary>
    private async Task<List<string>> ReplayAsync(IReadOnlyList<DiskStep> steps, int from = 0)
    {
        var crash = new CrashModel();
        var acknowledged = -1L;
        var seen = new HashSet<string>();
        var wrong = new List<string>();
        for (var i = 0; i < steps.Count; i++)
        {
            crash.Apply(steps[i]);
            if (steps[i] is Acknowledged { Version: var version }) acknowledged = version;
            if (i < from) continue;
            foreach (var files in crash.Survivors())
            {
                if (!seen.Add($"{acknowledged} {Fingerprint(files)}")) continue;
                if (await JudgeAsync(files, acknowledged) is { } fault) wrong.Add($"cut after {steps[i]}: {fault}");
            }
        }

        seen.Should().HaveCountGreaterThan(5, "cuts leave different directories");
        return wrong;
    }

    private async Task<string?> JudgeAsync(Dictionary<string, byte[]> files, long acknowledged)
    {
        var copy = directory.CreateSubdirectory(Guid.NewGuid().ToString("N"));
        try
        {
            foreach (var (path, content) in files)
            {
                var file = new FileInfo(Path.Combine(copy.FullName, Path.GetRelativePath(Root, path)));
                file.Directory!.Create();
                await File.WriteAllBytesAsync(file.FullName, content, TestTable.Cancel);
            }

            return await JudgeAsync(DeltaTable.ForPath(copy.FullName), acknowledged);
        }
        catch (DeltaException e)
        {
            return e.Message;
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private async Task<string?> JudgeAsync(DeltaTable table, long acknowledged)
    {
        if (!await table.ExistsAsync(TestTable.Cancel)) return acknowledged < 0 ? null : $"version {acknowledged} was acknowledged, and the table is gone";
        var snapshot = await table.GetSnapshotAsync(ct: TestTable.Cancel);
        if (snapshot.Version < acknowledged || snapshot.Version > acknowledged + 1) return $"version {acknowledged} was acknowledged, and {snapshot.Version} is the newest";
        for (var version = Math.Max(0, snapshot.Version - 1); version <= snapshot.Version; version++)
        {
            var sql = await (await table.GetSnapshotAsync(version, TestTable.Cancel)).Scan().ToSqlAsync(session, TestTable.Cancel);
            try
            {
                if (session.ScalarInt64($"SELECT sum(id * 1000 + 1) FROM {sql}") != model[(int)version].Sum(i => (i * 1000) + 1)) return $"version {version} has other rows";
            }
            catch (DuckDB.NET.Data.DuckDBException e)
            {
                return e.Message;
            }
        }

        return null;
    }

    private static string Fingerprint(Dictionary<string, byte[]> files)
    {
        var text = new StringBuilder();
        foreach (var (path, content) in files.OrderBy(f => f.Key, StringComparer.Ordinal)) text.Append(path).Append(Convert.ToHexString(SHA256.HashData(content)));
        return text.ToString();
    }
}

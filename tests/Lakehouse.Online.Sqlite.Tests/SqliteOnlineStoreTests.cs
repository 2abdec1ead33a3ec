using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online.Conformance;
using Microsoft.Data.Sqlite;

namespace Lakehouse.Online.Sqlite.Tests;

public sealed class SqliteOnlineStoreTests : IDisposable
{
    private static readonly StateViewDefinition View = SampleViews.Simple();
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("online-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string File => Path.Combine(directory.FullName, "new", "online.db");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public async Task Read_AfterReopen_GivesRowsAndMarker()
    {
        await using (var first = new SqliteOnlineStore(File))
        {
            await first.DeployAsync(View, 0, Ct);
            await first.WriteAsync(View, 0, [Row("ORD", 10)], Ct);
            await first.WriteMarkerAsync(View.Id, Marker, Ct);
        }

        await using var store = new SqliteOnlineStore(File);
        var read = await store.ReadAsync(View, [[Value.String("ORD")]], 10, Ct);

        read.Marker.Should().Be(Marker);
        read.Rows[0]!.Values.Should().Equal(Value.Int64(10));
    }

    [Fact]
    public async Task Read_WrittenByAnotherHandle_IsSeenAtOnce()
    {
        await using var server = new SqliteOnlineStore(File);
        await server.ReadAsync(View, [[Value.String("ORD")]], 10, Ct);
        await using var sync = new SqliteOnlineStore(File);
        await sync.DeployAsync(View, 0, Ct);
        await sync.WriteAsync(View, 0, [Row("ORD", 10)], Ct);

        var read = await server.ReadAsync(View, [[Value.String("ORD")]], 10, Ct);

        read.Rows[0].Should().NotBeNull();
    }

    [Fact]
    public async Task Read_ManyAtOnce_LeavesFewConnectionsOpen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "open files are counted as Linux lists them");
        await using var store = new SqliteOnlineStore(File);
        await store.DeployAsync(View, 0, Ct);
        using var meeting = new Barrier(64, b => OpenLogs().Should().BeGreaterThanOrEqualTo(64));
        var keys = new MeetingKeys(meeting);

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Factory.StartNew(() => store.ReadAsync(View, keys, 10, Ct), Ct, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

        OpenLogs().Should().BeInRange(1, Math.Max(8, 2 * Environment.ProcessorCount) + 1, "each open connection keeps pages");
    }

    [Fact]
    public async Task Write_Cancelled_LeavesNothing()
    {
        await using var store = new SqliteOnlineStore(File);
        await store.DeployAsync(View, 0, Ct);
        using var cancel = new CancellationTokenSource();
        var rows = new CancellingRows([Row("ORD", 10), Row("ATL", 10), Row("LAX", 10)], cancel);

        var write = () => store.WriteAsync(View, 0, rows, cancel.Token);

        await write.Should().ThrowAsync<OperationCanceledException>();
        (await store.ReadAsync(View, [[Value.String("ORD")]], 10, Ct)).Rows.Should().Equal([null]);
        await store.WriteAsync(View, 0, [Row("ORD", 11)], Ct);
    }

    [Fact]
    public async Task Check_NotADatabase_SaysWhatToDo()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await System.IO.File.WriteAllTextAsync(File, new string('x', 5000), Ct);
        await using var store = new SqliteOnlineStore(File);

        var check = () => store.CheckAsync(Ct);

        (await check.Should().ThrowAsync<OnlineStoreException>()).WithMessage("*online.db*not an online store*move it away*").Which.IsTransient.Should().BeFalse();
    }

    [Fact]
    public async Task Check_DirectoryIsAFile_SaysSo()
    {
        await System.IO.File.WriteAllTextAsync(Path.Combine(directory.FullName, "new"), "", Ct);
        await using var store = new SqliteOnlineStore(File);

        var check = () => store.CheckAsync(Ct);

        (await check.Should().ThrowAsync<OnlineStoreException>()).WithMessage("*directory cannot be made*");
    }

    [Fact]
    public async Task Check_NewerFormat_IsRefused()
    {
        await using (var store = new SqliteOnlineStore(File)) await store.CheckAsync(Ct);
        Execute("PRAGMA user_version = 99");
        await using var older = new SqliteOnlineStore(File);

        var check = () => older.CheckAsync(Ct);

        (await check.Should().ThrowAsync<OnlineStoreException>()).WithMessage("*format 99*");
    }

    [Fact]
    public async Task Write_OtherWriterTooLong_IsTransient()
    {
        await using var store = new SqliteOnlineStore(File) { BusyTimeout = TimeSpan.FromSeconds(1) };
        await store.DeployAsync(View, 0, Ct);
        using var other = Open();
        using var begin = other.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();

        var write = () => store.WriteAsync(View, 0, [Row("ORD", 10)], Ct);

        (await write.Should().ThrowAsync<OnlineStoreException>()).WithMessage("*another process*").Which.IsTransient.Should().BeTrue();
        (await store.ReadAsync(View, [[Value.String("ORD")]], 10, Ct)).Rows.Should().Equal([null], "a writer does not stop readers");
    }

    [Fact]
    public async Task Write_DiskFull_SaysSoAndKeepsOldState()
    {
        await using var store = new SqliteOnlineStore(File) { MaxFileBytes = 100_000 };
        await store.DeployAsync(View, 0, Ct);
        await store.WriteAsync(View, 0, [Row("ORD", 10)], Ct);
        var many = Enumerable.Range(0, 20_000).Select(i => Row($"A{i}", 10)).ToList();

        var write = () => store.WriteAsync(View, 0, many, Ct);

        (await write.Should().ThrowAsync<OnlineStoreException>()).WithMessage("*write rows of delays@1*disk is full*");
        (await store.ReadAsync(View, [[Value.String("ORD")], [Value.String("A0")]], 10, Ct)).Rows.Select(r => r is null).Should().Equal(false, true);
    }

    private static OnlineMarker Marker { get; } = new(10, 20, 1, 5, null, "sha256:00");

    private int OpenLogs() => Directory.EnumerateFiles("/proc/self/fd").Count(f => new FileInfo(f).LinkTarget == File + "-wal");

    private static OnlineRow Row(string airport, long validFrom) => new([Value.String(airport)], validFrom, validFrom, [Value.Int64(validFrom)], Retracted: false, 1);

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>One key, which the store gets when as many reads as the barrier has are amid theirs.</summary>
internal sealed class MeetingKeys(Barrier meeting) : IReadOnlyList<Value[]>
{
    private static readonly Value[] Key = [Value.String("ORD")];

    public int Count => 1;

    public Value[] this[int index]
    {
        get
        {
            meeting.SignalAndWait(TimeSpan.FromMinutes(1));
            return Key;
        }
    }

    public IEnumerator<Value[]> GetEnumerator() => ((IEnumerable<Value[]>)[Key]).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Rows during whose enumeration the write is cancelled.</summary>
internal sealed class CancellingRows(OnlineRow[] rows, CancellationTokenSource cancel) : IReadOnlyList<OnlineRow>
{
    public int Count => rows.Length;

    public OnlineRow this[int index] => rows[index];

    public IEnumerator<OnlineRow> GetEnumerator()
    {
        foreach (var row in rows)
        {
            yield return row;
            cancel.Cancel();
        }
    }

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}

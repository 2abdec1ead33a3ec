using System.Globalization;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Delta.Tests.Processes;

/// <summary>What a writer process does.</summary>
internal static class WriterCommands
{
    public const string Append = "append";
    public const string Forever = "forever";
    public const string Churn = "churn";
    public const string Maintain = "maintain";

    /// <summary>Every how many of its own appends a writer also tries the next one of an application that all writers share.</summary>
    public const int SharedEvery = 4;

    /// <summary>Every how many of its own appends a writer sends one once more, as after an answer that was lost.</summary>
    private const int ResentEvery = 5;

    public const long SharedIds = 1_000_000;
    private const string SharedApplication = "shared";

    public static Task RunAsync(string[] command) => command switch
    {
        [Append, var path, var writer, var appends] => AppendAsync(path, Number(writer), Number(appends)),
        [Forever, var path] => AppendForeverAsync(path),
        [Churn, var path] => ChurnAsync(path),
        [Maintain, var path] => MaintainAsync(path),
        _ => throw new ArgumentException($"No writer command: {string.Join(' ', command)}"),
    };

    /// <summary>Appends the ids writer × appends + i, each under a txn of its own, and prints the versions.</summary>
    private static async Task AppendAsync(string path, int writer, int appends)
    {
        var table = DeltaTable.ForPath(path);
        for (var i = 0; i < appends; i++)
        {
            var before = await table.GetSnapshotAsync();
            await AppendOnceAsync(table, $"writer {writer}", i, (writer * appends) + i);
            if (i % ResentEvery == 0) await ResendAsync(table, before, $"writer {writer}", i);
            if (i % SharedEvery == 0) await AppendOnceAsync(table, SharedApplication, i / SharedEvery, SharedIds + (i / SharedEvery));
        }
    }

    private static async Task AppendOnceAsync(DeltaTable table, string application, int version, long id)
    {
        while (true)
        {
            var snapshot = await table.GetSnapshotAsync();
            if (snapshot.Transactions.TryGetValue(application, out var done) && done >= version) return;
            var transaction = table.Begin(snapshot, "WRITE");
            transaction.SetTransaction(application, version);
            await WriteRowAsync(transaction, id);
            if (await transaction.CommitAsync() is not Committed committed) continue;
            Console.WriteLine(committed.Version);
            return;
        }
    }

    /// <summary>Sends an append again that was planned before the first one, and then one planned after it: both must be refused.</summary>
    private static async Task ResendAsync(DeltaTable table, Snapshot before, string application, int version)
    {
        foreach (var snapshot in (Snapshot[])[before, await table.GetSnapshotAsync()])
        {
            var transaction = table.Begin(snapshot, "WRITE");
            transaction.SetTransaction(application, version);
            await WriteRowAsync(transaction, id: -1);
            if (await transaction.CommitAsync() is Committed) throw new InvalidOperationException($"{application} committed {version} twice.");
        }
    }

    /// <summary>Creates the table when there is none, says ready, and appends the row id = version until it is killed; each version is printed once it is committed.</summary>
    private static async Task AppendForeverAsync(string path)
    {
        var table = DeltaTable.ForPath(path);
        Console.WriteLine("ready");
        while (true)
        {
            var snapshot = await table.ExistsAsync(CancellationToken.None) ? await table.GetSnapshotAsync() : null;
            var transaction = snapshot is null
                ? table.Create(TestTable.IdAndText, configuration: new Dictionary<string, string> { ["delta.checkpointInterval"] = "3" })
                : table.Begin(snapshot, "WRITE");
            await WriteRowAsync(transaction, (snapshot?.Version ?? -1) + 1);
            Console.WriteLine(((Committed)await transaction.CommitAsync()).Version);
        }
    }

    /// <summary>
    /// Like appending forever, but every commit adds the row id = number of rows, and most of them also rewrite a file or compact all of them; prints version and rows of
    /// each commit.
    /// </summary>
    private static async Task ChurnAsync(string path)
    {
        var table = DeltaTable.ForPath(path);
        Console.WriteLine("ready");
        while (true)
        {
            var snapshot = await table.ExistsAsync(CancellationToken.None) ? await table.GetSnapshotAsync() : null;
            var rows = snapshot?.Files.Sum(f => f.RecordCount!.Value) ?? 0;
            var transaction = snapshot is null
                ? table.Create(TestTable.IdAndText, configuration: new Dictionary<string, string> { ["delta.checkpointInterval"] = "2" })
                : table.Begin(snapshot, "MERGE");
            await WriteRowAsync(transaction, rows);
            if (snapshot is { Version: var version } && version % 2 == 1) await RewriteAsync(transaction, snapshot.Files[(int)(version % snapshot.Files.Count)]);
            Console.WriteLine($"{((Committed)await transaction.CommitAsync()).Version} {rows + 1}");
            if (snapshot?.Version % 5 == 4) await table.OptimizeAsync();
        }
    }

    /// <summary>Appends the next id, prints it, and compacts and vacuums down to the newest version now and then, until it is killed.</summary>
    private static async Task MaintainAsync(string path)
    {
        var table = DeltaTable.ForPath(path);
        Console.WriteLine("ready");
        for (var round = 0; ; round++)
        {
            var snapshot = await table.ExistsAsync(CancellationToken.None) ? await table.GetSnapshotAsync() : null;
            var rows = snapshot?.Files.Sum(f => f.RecordCount!.Value) ?? 0;
            var transaction = snapshot is null ? table.Create(TestTable.IdAndText) : table.Begin(snapshot, "WRITE");
            await WriteRowAsync(transaction, rows);
            _ = (Committed)await transaction.CommitAsync();
            Console.WriteLine(rows);
            if (round % 2 == 1) await table.OptimizeAsync();
            if (round % 2 == 1) await table.VacuumAsync(new VacuumOptions { Retention = TimeSpan.Zero, AllowShorterRetention = true });
        }
    }

    /// <summary>The file's rows in a new file.</summary>
    private static async Task RewriteAsync(Transaction transaction, DataFile file)
    {
        using var session = new DuckDbSession();
        await transaction.WriteQueryAsync(session, $"FROM {await transaction.ReadSnapshot!.Scan([file]).ToSqlAsync(session)}");
        transaction.Remove(file);
    }

    private static async Task WriteRowAsync(Transaction transaction, long id)
    {
        await using var writer = transaction.OpenWriter();
        writer.Columns[0].AppendInt64(id);
        writer.Columns[1].AppendNull();
        writer.EndRow();
        await writer.CloseAsync();
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Lakehouse.Delta.Tests.Processes;

/// <summary>What a writer process does.</summary>
internal static class WriterCommands
{
    public const string Append = "append";
    public const string Forever = "forever";

    /// <summary>Every how many of its own appends a writer also tries the next one of an application that all writers share.</summary>
    public const int SharedEvery = 4;

    public const long SharedIds = 1_000_000;
    private const string SharedApplication = "shared";

    public static Task RunAsync(string[] command) => command switch
    {
        [Append, var path, var writer, var appends] => AppendAsync(path, Number(writer), Number(appends)),
        [Forever, var path] => AppendForeverAsync(path),
        _ => throw new ArgumentException($"No writer command: {string.Join(' ', command)}"),
    };

    /// <summary>Appends the ids writer × appends + i, each under a txn of its own, and prints the versions.</summary>
    private static async Task AppendAsync(string path, int writer, int appends)
    {
        var table = DeltaTable.ForPath(path);
        for (var i = 0; i < appends; i++)
        {
            await AppendOnceAsync(table, $"writer {writer}", i, (writer * appends) + i);
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

using System.Diagnostics;
using System.Reflection;
using Lakehouse.Delta;

namespace Lakehouse.Benchmarks;

/// <summary>What a table with many files and commits costs: its snapshot cold, warm and after one commit more, its memory, pruning, history and appends.</summary>
/// <remarks>Cold means a process of its own, start-up and compilation included; the operating system has the log in its cache.</remarks>
internal sealed class SnapshotBenchmark(string path, int files, int commits)
{
    /// <summary>First argument of the process that opens the table once and says what it took.</summary>
    public const string ColdVerb = "snapshot-once";

    private readonly DeltaTable table = DeltaTable.ForPath(path);

    /// <summary>Opens the newest snapshot in a process that has done nothing else.</summary>
    public static async Task OpenOnceAsync(string path, CancellationToken ct)
    {
        Snapshot? snapshot = null;
        var cost = await Measurement.OfAsync(async () => snapshot = await DeltaTable.ForPath(path).GetSnapshotAsync(ct: ct));
        using var process = Process.GetCurrentProcess();
        var total = process.TotalProcessorTime.TotalSeconds;
        Console.WriteLine($"{total:F2} CPU s, peak {Measurement.PeakMebibytes} MiB; the call: {cost}; version {snapshot!.Version}, {snapshot.Files.Count:N0} files");
    }

    public async Task RunAsync(CancellationToken ct)
    {
        await TimeAsync($"generate {commits:N0} commits with {files:N0} files", () => new LogGenerator(path).WriteAsync(files, commits, ct));
        await TimeAsync("snapshot from commits alone, no checkpoint", () => DeltaTable.ForPath(path).GetSnapshotAsync(ct: ct));
        await TimeAsync("append that writes the checkpoint", () => AppendAsync(ct));
        for (var run = 0; run < 3; run++) await ColdAsync(ct);

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var loaded = DeltaTable.ForPath(path);
        await TimeAsync("snapshot by a new handle in this process", async () => _ = (await loaded.GetSnapshotAsync(ct: ct)).Files.Count);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(loaded);
        Console.WriteLine($"memory of the loaded state: {(after - before) >> 20} MiB, {(after - before) / files} bytes a file");
        for (var run = 0; run < 3; run++) await TimeAsync("warm, nothing changed", () => table.GetSnapshotAsync(ct: ct));
        for (var run = 0; run < 3; run++)
        {
            await TimeAsync("append (no checkpoint due)", () => AppendAsync(ct));
            var other = DeltaTable.ForPath(path);
            await other.GetSnapshotAsync(ct: ct);
            await AppendAsync(ct);
            await TimeAsync("warm, one commit more, files listed", async () => _ = (await other.GetSnapshotAsync(ct: ct)).Files.Count);
        }

        var snapshot = await table.GetSnapshotAsync(ct: ct);
        for (var run = 0; run < 3; run++)
        {
            var id = (long)(files / 3 + run) * LogGenerator.KeysPerFile;
            await TimeAsync("prune by id = key", () => Found(snapshot, new ComparePredicate("id", "=", id)));
            await TimeAsync("prune by name = key", () => Found(snapshot, new ComparePredicate("name", "=", $"name {id:D12}")));
            await TimeAsync("prune by day = partition", () => Found(snapshot, new ComparePredicate("day", "=", LogGenerator.Day(run))));
        }

        var middle = DateTimeOffset.FromUnixTimeMilliseconds(snapshot.CommitTimestampMillis - 1);
        await TimeAsync("version at a timestamp", () => table.GetSnapshotAtAsync(middle, ct));
        await TimeAsync("newest 20 commits of the history", async () => _ = await table.GetHistoryAsync(ct).Take(20).CountAsync(ct));
    }

    private static Task Found(Snapshot snapshot, ScanPredicate predicate)
    {
        if (snapshot.Scan().Where(predicate).Files.Count == 0) throw new InvalidOperationException("No file was found: the pruner dropped one that matches.");
        return Task.CompletedTask;
    }

    private static async Task TimeAsync(string name, Func<Task> work)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var cost = await Measurement.OfAsync(work);
        Console.WriteLine($"{name}: {cost.CpuSeconds * 1000:F0} CPU ms, {cost.WallSeconds * 1000:F1} ms elapsed, {(GC.GetTotalAllocatedBytes() - allocated) >> 10:N0} KiB allocated");
    }

    private async Task AppendAsync(CancellationToken ct)
    {
        var transaction = table.Begin(await table.GetSnapshotAsync(ct: ct), "WRITE");
        if (await transaction.CommitAsync(ct) is not Committed) throw new InvalidOperationException("The commit met another writer.");
    }

    private async Task ColdAsync(CancellationToken ct)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        start.ArgumentList.Add(ColdVerb);
        start.ArgumentList.Add(path);
        var wall = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        Console.WriteLine($"cold, whole process: {wall.Elapsed.TotalSeconds:F2} s elapsed, {output.Trim()}");
    }
}

using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Maintenance;
using Lakehouse.Delta.Storage;
using ParquetSharp;

namespace Lakehouse.Delta.Internal.Maintenance.Check;

/// <summary>Checks data files: there, of the recorded size, with the recorded rows, and with the statistics that the log tells.</summary>
/// <param name="table">The table.</param>
/// <param name="options">How deep.</param>
/// <param name="findings">Where findings go.</param>
internal sealed class FileCheck(DeltaTable table, CheckOptions options, Findings findings)
{
    private const string Restore = "Restore the file from a backup, or the table to a version that does not need it (restore).";

    public async Task RunAsync(Snapshot snapshot, IEnumerable<DataFile> files, StoredFiles stored, CancellationToken ct)
    {
        foreach (var file in files)
        {
            ct.ThrowIfCancellationRequested();
            await findings.TryAsync("file", file.Key.Path, Restore, () => CheckFileAsync(snapshot, file, stored, ct));
        }
    }

    private async Task CheckFileAsync(Snapshot snapshot, DataFile file, StoredFiles stored, CancellationToken ct)
    {
        if (await stored.ProblemAsync(file, ct) is { } problem) findings.Error("file", file.Key.Path, problem, Restore);
        else if (options.Depth != CheckDepth.Listing) await CheckContentAsync(snapshot, file, ct);
    }

    private async Task CheckContentAsync(Snapshot snapshot, DataFile file, CancellationToken ct)
    {
        var rows = await CountAsync(file, ct);
        if (file.RecordCount is { } recorded && recorded != rows)
            findings.Error("rows", file.Key.Path, $"its footer says {rows} rows, its statistics {recorded}", "Rewrite the file (optimize), or restore it from a backup.");
        if (file.DeletionVector is { } vector) await CheckVectorAsync(snapshot, file, rows - vector.Cardinality, ct);
        if (options.Depth != CheckDepth.Rows) return;
        using var session = new DuckDbSession(options.Engine);
        foreach (var difference in await StatisticsCheck.DifferencesAsync(snapshot, file, session, ct))
            findings.Error("statistics", file.Key.Path, difference, "Queries may skip rows of the file. Rewrite it (optimize), or restore it from a backup.");
    }

    private async Task<long> CountAsync(DataFile file, CancellationToken ct)
    {
        using var located = await table.Storage.LocateAsync([FileReference.To(file)], ct);
        using var reader = new ParquetFileReader(located.Names[0] ?? throw new FileNotFoundException("It is not there any more.", file.Key.Path));
        return reader.FileMetaData.NumRows;
    }

    private async Task CheckVectorAsync(Snapshot snapshot, DataFile file, long expected, CancellationToken ct)
    {
        using var session = new DuckDbSession(options.Engine);
        var left = session.ScalarInt64($"SELECT count(*) FROM {await snapshot.Scan([file]).ToSqlAsync(session, ct)}") ?? 0;
        if (left != expected) findings.Error("deletion vector", file.Key.Path, $"it leaves {left} rows, and by what it says of itself it should leave {expected}", Restore);
    }
}

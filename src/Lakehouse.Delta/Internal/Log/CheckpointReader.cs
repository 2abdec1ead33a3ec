using DuckDB.NET.Data;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta.Internal.Log;

/// <summary>Reads checkpoints of every kind: classic, in parts, and V2 with sidecars.</summary>
/// <param name="storage">The table's storage.</param>
/// <param name="table">The table's path, for messages.</param>
internal sealed class CheckpointReader(IStorage storage, string table)
{
    /// <summary>All actions of a checkpoint.</summary>
    public async Task<CommitActions> ReadAsync(IReadOnlyList<LogFile> files, CancellationToken ct)
    {
        var actions = new CommitActions(files[0].Version);
        if (files[0].Name.EndsWith(".json", StringComparison.Ordinal))
        {
            var content = await storage.ReadAsync(files[0].Path, ct) ?? throw new LogFileVanishedException(files[0].Path);
            ActionParser.ParseFile(table, files[0].Path, content, actions, checkpoint: true);
        }
        else
        {
            await ReadParquetAsync([.. files.Select(f => f.Path)], actions, ct);
        }

        // A sidecar may stand behind a classic name too, hence the column is always looked for.
        if (actions.Sidecars.Count > 0) await ReadParquetAsync([.. actions.Sidecars.Select(SidecarPath)], actions, ct);
        return actions;
    }

    private static string SidecarPath(string path) => $"{LogFile.Directory}/_sidecars/{Path.GetFileName(Uri.UnescapeDataString(path))}";

    private async Task ReadParquetAsync(IReadOnlyList<string> paths, CommitActions actions, CancellationToken ct)
    {
        using var located = await storage.LocateAsync([.. paths.Select(p => new FileReference(p))], ct);
        var names = located.Names.Select((name, i) => name ?? throw new LogFileVanishedException(paths[i])).ToList();
        try
        {
            // One thread: the rows are taken up by one, and a second would mostly wait for it, busily.
            using var session = new DuckDbSession(SharedDatabases.OneThread);
            var rows = new CheckpointRows(table, paths[0], actions);
            foreach (var (schema, files) in CheckpointSchema.Group(session, names, ct)) session.Stream(CheckpointQuery.Build(schema, files), rows.Read, ct);
        }
        catch (Exception e) when (e is DuckDbQueryException or DuckDBException)
        {
            throw Unreadable(paths[0], e);
        }
    }

    private DeltaException Unreadable(string path, Exception cause) =>
        new(DeltaErrorCode.Corrupt, $"Table '{table}': checkpoint '{path}' cannot be read ({cause.Message}). If all commits are still there, delete the checkpoint.", cause);
}

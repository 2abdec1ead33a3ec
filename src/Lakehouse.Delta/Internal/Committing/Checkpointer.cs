using System.Text;
using System.Text.Json.Nodes;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.Committing;

/// <summary>Writes classic checkpoints.</summary>
/// <param name="table">The table.</param>
internal sealed class Checkpointer(DeltaTable table)
{
    private const long DefaultInterval = 10;

    /// <summary>Writes a checkpoint after every tenth commit, or as the table says; none when the table wants statistics as structs, which these checkpoints lack.</summary>
    /// <remarks>The commit stands already: a checkpoint that cannot be written now is written ten commits later, and must not turn the commit into a failure.</remarks>
    public async Task WriteIfDueAsync(long version, TableMetadata metadata, CancellationToken ct)
    {
        var interval = metadata.Configuration.TryGetValue("delta.checkpointInterval", out var text) && long.TryParse(text, out var number) && number > 0 ? number : DefaultInterval;
        if (version == 0 || version % interval != 0 || metadata.IsTrue("delta.checkpoint.writeStatsAsStruct")) return;
        try
        {
            await WriteAsync(await table.Log.LoadAsync(version, ct), ct);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
        }
    }

    /// <summary>Writes the checkpoint of a state and points <c>_last_checkpoint</c> to it.</summary>
    public async Task WriteAsync(TableState state, CancellationToken ct)
    {
        var directory = Directory.CreateTempSubdirectory("lakehouse-checkpoint-");
        try
        {
            var lines = Path.Combine(directory.FullName, "actions.json");
            var parquet = Path.Combine(directory.FullName, "checkpoint.parquet");
            var actions = await Task.Run(() => Write(state, lines, parquet, ct), ct);
            var content = await File.ReadAllBytesAsync(parquet, ct);
            await ReplaceAsync(LogFile.CheckpointPath(state.Version), content, ct);
            if (await table.Log.ReadHintAsync(ct) > state.Version) return;
            var hint = new JsonObject { ["version"] = state.Version, ["size"] = actions, ["sizeInBytes"] = content.Length, ["numOfAddFiles"] = state.LiveFiles().Count };
            await ReplaceAsync(LogFile.LastCheckpoint, Encoding.UTF8.GetBytes(hint.ToJsonString()), ct);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>
    /// Hadoop keeps a checksum beside each file it wrote and refuses the file when it was replaced since; without one it reads on. So the checksum goes first, and a crash between
    /// leaves nothing that is refused.
    /// </summary>
    private async Task ReplaceAsync(string path, byte[] content, CancellationToken ct)
    {
        var name = path.LastIndexOf('/') + 1;
        await table.Storage.DeleteAsync($"{path[..name]}.{path[name..]}.crc", ct);
        await table.Storage.PutAsync(path, content, ct);
    }

    /// <summary>Writes the checkpoint to a local file.</summary>
    /// <returns>The number of actions.</returns>
    private long Write(TableState state, string lines, string parquet, CancellationToken ct)
    {
        var cutoff = table.Clock.GetUtcNow().ToUnixTimeMilliseconds() - (long)RetentionProperty.DeletedFiles(state.Metadata).TotalMilliseconds;
        using var writer = new CheckpointLines(lines);
        writer.Write(state, cutoff, ct);
        using var session = new DuckDbSession(SharedDatabases.Options);
        session.Execute(CheckpointColumns.WriteStatement(lines, parquet, writer.Unknown), ct);
        return writer.Actions;
    }
}

using System.Text.Json;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta;

/// <summary>What the log says of a table besides its rows.</summary>
/// <param name="Id">The table's own id.</param>
/// <param name="Name">Its name, or null.</param>
/// <param name="Description">Its description, or null.</param>
/// <param name="Protocol">What it asks of readers and writers.</param>
/// <param name="CommitVersions">Versions whose commits are still in the log, ascending.</param>
/// <param name="CheckpointVersions">Versions that have a complete checkpoint, ascending.</param>
public sealed record TableDetails(
    string Id, string? Name, string? Description, TableProtocol Protocol, IReadOnlyList<long> CommitVersions, IReadOnlyList<long> CheckpointVersions)
{
    /// <summary>The details as of a snapshot; which commits and checkpoints there are, as of now.</summary>
    /// <exception cref="DeltaException">Storage refused.</exception>
    public static async Task<TableDetails> OfAsync(Snapshot snapshot, CancellationToken ct)
    {
        using var metadata = JsonDocument.Parse(snapshot.State.Metadata.Json);
        var (root, protocol) = (metadata.RootElement, snapshot.State.Protocol);
        var files = await snapshot.Table.Log.ListAsync(0, ct);
        return new TableDetails(
            ActionParser.Text(root, "id") ?? "",
            ActionParser.Text(root, "name"),
            ActionParser.Text(root, "description"),
            new TableProtocol(protocol.MinReaderVersion, protocol.MinWriterVersion, protocol.ReaderFeatures, protocol.WriterFeatures),
            [.. files.Where(f => f.Kind == LogFileKind.Commit).Select(f => f.Version).Order()],
            [.. LogSegment.CompleteCheckpoints(files).Select(c => c[0].Version).Distinct().Order()]);
    }
}

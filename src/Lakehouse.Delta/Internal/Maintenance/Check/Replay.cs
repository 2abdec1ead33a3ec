using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.Maintenance.Check;

/// <summary>A replay of the log that shares nothing with the one that readers use, to hold checkpoints against.</summary>
internal sealed class Replay
{
    private readonly Dictionary<string, long> transactions = new(StringComparer.Ordinal);
    private readonly HashSet<string> domains = new(StringComparer.Ordinal);

    public Dictionary<FileKey, DataFile> Files { get; } = [];

    public ProtocolAction? Protocol { get; private set; }

    public TableMetadata? Metadata { get; private set; }

    public void Apply(CommitActions actions)
    {
        Protocol = actions.Protocol ?? Protocol;
        Metadata = actions.Metadata ?? Metadata;
        foreach (var txn in actions.Transactions) transactions[txn.Name] = txn.Version;
        foreach (var domain in actions.Domains.Where(d => d.Removed)) domains.Remove(domain.Name);
        domains.UnionWith(actions.Domains.Where(d => !d.Removed).Select(d => d.Name));
        foreach (var remove in actions.Removes) Files.Remove(remove.Key);
        foreach (var add in actions.Adds) Files[add.Key] = add;
    }

    /// <summary>How a checkpoint differs from this replay of the commits.</summary>
    public IEnumerable<string> Differences(Replay checkpoint)
    {
        var missing = Files.Keys.Except(checkpoint.Files.Keys).ToList();
        var extra = checkpoint.Files.Keys.Except(Files.Keys).ToList();
        if (missing.Count > 0) yield return $"it lacks {missing.Count} live files, for example '{missing[0].Path}'";
        if (extra.Count > 0) yield return $"it has {extra.Count} files that are not live, for example '{extra[0].Path}'";
        var resized = Files.FirstOrDefault(f => checkpoint.Files.TryGetValue(f.Key, out var other) && other.Size != f.Value.Size).Value;
        if (resized is not null) yield return $"it has another size of '{resized.Key.Path}'";
        if (!SameText(Protocol?.ReaderFeatures, checkpoint.Protocol?.ReaderFeatures) || !SameText(Protocol?.WriterFeatures, checkpoint.Protocol?.WriterFeatures)
            || Protocol?.MinReaderVersion != checkpoint.Protocol?.MinReaderVersion || Protocol?.MinWriterVersion != checkpoint.Protocol?.MinWriterVersion)
            yield return "its protocol is another";
        if (Metadata?.SchemaString != checkpoint.Metadata?.SchemaString) yield return "its schema is another";
        if (!SameText(Metadata?.PartitionColumns, checkpoint.Metadata?.PartitionColumns)) yield return "its partition columns are others";
        if (!SameText(Properties(Metadata), Properties(checkpoint.Metadata))) yield return "its properties are others";
        var expire = Metadata?.Configuration.ContainsKey("delta.setTransactionRetentionDuration") is true;
        if (!expire && transactions.FirstOrDefault(t => checkpoint.transactions.GetValueOrDefault(t.Key, -1) != t.Value).Key is { } application)
            yield return $"its txn of application '{application}' is another";
        if (!domains.SetEquals(checkpoint.domains)) yield return "its domain metadata is another";
    }

    private static IEnumerable<string>? Properties(TableMetadata? metadata) => metadata?.Configuration.Select(p => $"{p.Key}={p.Value}");

    private static bool SameText(IEnumerable<string>? one, IEnumerable<string>? other) =>
        (one ?? []).Order(StringComparer.Ordinal).SequenceEqual((other ?? []).Order(StringComparer.Ordinal));
}

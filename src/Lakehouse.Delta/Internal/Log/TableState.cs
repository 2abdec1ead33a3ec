namespace Lakehouse.Delta.Internal.Log;

/// <summary>A table's replayed log at one version.</summary>
/// <remarks>
/// 1. Commits are applied in ascending order; inside one, all removes before all adds, whatever their lines' order.
/// 2. The newest action wins: protocol and metadata as a whole, txn by application, domain metadata by domain, files by <see cref="FileKey"/>.
/// 3. A state is changed only while it is loaded; a newer version is replayed on a copy, which shares what did not change.
/// </remarks>
internal sealed class TableState
{
    private readonly FileSet files;
    private readonly LayeredMap<RemoveAction> tombstones;
    private readonly LayeredMap<NamedAction> transactions;
    private readonly LayeredMap<NamedAction> domains;

    public TableState() => (files, tombstones, transactions, domains) = (new(), new(), new(), new());

    private TableState(TableState older)
    {
        files = older.files.Copy();
        tombstones = older.tombstones.Copy();
        transactions = older.transactions.Copy();
        domains = older.domains.Copy();
        Version = older.Version;
        Protocol = older.Protocol;
        Metadata = older.Metadata;
        CommitTimestampMillis = older.CommitTimestampMillis;
    }

    public long Version { get; private set; } = -1;

    /// <summary>In-commit timestamp where enabled, else the monotonised modification time.</summary>
    public long CommitTimestampMillis { get; set; }

    /// <summary>The store's modification time of the newest commit, by which a replaced log is noticed.</summary>
    public long CommitModificationTimeMillis { get; set; }

    public ProtocolAction Protocol { get; private set; } = null!;

    public TableMetadata Metadata { get; private set; } = null!;

    public bool IsComplete => Protocol is not null && Metadata is not null;

    public IEnumerable<NamedAction> Transactions => transactions.Values;

    public IEnumerable<NamedAction> Domains => domains.Values;

    public IEnumerable<RemoveAction> Tombstones => tombstones.Values;

    /// <summary>The live files in the order in which they came.</summary>
    public IReadOnlyList<DataFile> LiveFiles() => files.ToList();

    public bool IsLive(FileKey key) => files.Contains(key);

    public TableState Copy() => new(this);

    /// <summary>Moves the state on by one commit, or fills an empty one from a checkpoint.</summary>
    public void Apply(CommitActions commit)
    {
        Version = commit.Version;
        Protocol = commit.Protocol ?? Protocol;
        Metadata = commit.Metadata ?? Metadata;
        foreach (var txn in commit.Transactions) transactions.Set(txn.Name, txn);
        foreach (var domain in commit.Domains)
        {
            if (domain.Removed) domains.Remove(domain.Name);
            else domains.Set(domain.Name, domain);
        }

        foreach (var remove in commit.Removes)
        {
            files.Remove(remove.Key);
            tombstones.Set(remove.Key.Id, remove);
        }

        files.Reserve(commit.Adds.Count);
        foreach (var add in commit.Adds)
        {
            files.Put(add);
            tombstones.Remove(add.Key.Id);
        }
    }
}

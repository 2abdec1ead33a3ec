namespace Lakehouse.Delta.Internal.Log;

/// <summary>A table's replayed log at one version.</summary>
/// <remarks>
/// 1. Commits are applied in ascending order; inside one, all removes before all adds, whatever their lines' order.
/// 2. The newest action wins: protocol and metadata as a whole, txn by application, domain metadata by domain, files by <see cref="FileKey"/>.
/// 3. A state is changed only while it is loaded; a newer version is replayed on a copy.
/// </remarks>
internal sealed class TableState
{
    private readonly Dictionary<FileKey, DataFile> files;
    private readonly Dictionary<FileKey, RemoveAction> tombstones;
    private readonly Dictionary<string, NamedAction> transactions;
    private readonly Dictionary<string, NamedAction> domains;
    private long nextOrder;

    public TableState()
    {
        files = [];
        tombstones = [];
        transactions = [];
        domains = [];
    }

    private TableState(TableState older)
    {
        files = new(older.files);
        tombstones = new(older.tombstones);
        transactions = new(older.transactions);
        domains = new(older.domains);
        nextOrder = older.nextOrder;
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

    public IReadOnlyDictionary<string, NamedAction> Transactions => transactions;

    public IReadOnlyCollection<NamedAction> Domains => domains.Values;

    public IReadOnlyCollection<RemoveAction> Tombstones => tombstones.Values;

    /// <summary>The live files in the order in which they came.</summary>
    public DataFile[] LiveFiles() => [.. files.Values.OrderBy(f => f.Order)];

    public bool IsLive(FileKey key) => files.ContainsKey(key);

    public TableState Copy() => new(this);

    /// <summary>Moves the state on by one commit, or fills an empty one from a checkpoint.</summary>
    public void Apply(CommitActions commit)
    {
        Version = commit.Version;
        Protocol = commit.Protocol ?? Protocol;
        Metadata = commit.Metadata ?? Metadata;
        foreach (var txn in commit.Transactions) transactions[txn.Name] = txn;
        foreach (var domain in commit.Domains)
        {
            if (domain.Removed) domains.Remove(domain.Name);
            else domains[domain.Name] = domain;
        }

        foreach (var remove in commit.Removes)
        {
            files.Remove(remove.Key);
            tombstones[remove.Key] = remove;
        }

        foreach (var add in commit.Adds)
        {
            add.Order = files.TryGetValue(add.Key, out var known) ? known.Order : nextOrder++;
            files[add.Key] = add;
            tombstones.Remove(add.Key);
        }
    }
}

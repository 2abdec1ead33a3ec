using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal;
using Lakehouse.Delta.Internal.Committing;
using Lakehouse.Delta.Internal.Log;
using Lakehouse.Delta.Internal.Writing;
using Lakehouse.Delta.Writing;

namespace Lakehouse.Delta;

/// <summary>One commit in the making; data files are written as it goes, and nothing is visible before <see cref="CommitAsync"/>.</summary>
/// <remarks>Not thread-safe, used once. What is not committed is left to vacuum.</remarks>
public sealed class Transaction
{
    private readonly List<PendingFile> adds = [];
    private readonly List<DataFile> addsAgain = [];
    private readonly Dictionary<FileKey, DataFile> removes = [];
    private readonly List<string> directories = [];
    private ReadScope? declared;
    private bool removesByPlan;
    private bool committed;

    private Transaction(DeltaTable table, Snapshot? readSnapshot, TableMetadata metadata, string operation)
    {
        Table = table;
        ReadSnapshot = readSnapshot;
        Metadata = metadata;
        Operation = operation;
    }

    /// <summary>The table.</summary>
    public DeltaTable Table { get; }

    /// <summary>The snapshot it was planned on; null when it creates the table.</summary>
    public Snapshot? ReadSnapshot { get; }

    /// <summary>The schema of written files.</summary>
    public TableSchema Schema => Metadata.Schema;

    /// <summary>Text kept with the commit (commitInfo.userMetadata).</summary>
    public string? UserMetadata { get; set; }

    /// <summary>Operation parameters of the commitInfo; values are plain text.</summary>
    public IDictionary<string, string> OperationParameters { get; } = new Dictionary<string, string>();

    /// <summary>
    /// Requires that the commit gets exactly version ReadSnapshot.Version + 1 (creation: 0); any other commit in between is a conflict. Off: a blind append may land later.
    /// </summary>
    public bool ExactVersion { get; set; }

    /// <summary>False for a commit that only lays the same rows out anew (compaction): readers of changes skip it.</summary>
    /// <value>The default is true.</value>
    public bool DataChange { get; set; } = true;

    /// <summary>Operation metrics of the commitInfo beside the counts of files, rows and bytes; values are plain text.</summary>
    public IDictionary<string, string> OperationMetrics { get; } = new Dictionary<string, string>();

    /// <summary>How often the next version may be lost to another writer before the commit gives up as <see cref="Conflicted"/>.</summary>
    /// <value>The default is 1,000; between attempts lies a random pause of at most 64 ms.</value>
    public int MaxAttempts { get; set; } = 1_000;

    internal string Operation { get; }

    /// <summary>True from the moment that the commit is tried.</summary>
    internal bool IsCommitTried => committed;

    internal TableMetadata Metadata { get; private set; }

    internal bool ChangesMetadata { get; private set; }

    internal bool ReplacesTable { get; private init; }

    internal ApplicationTransaction? Application { get; private set; }

    /// <summary>True when rows of removed files are written again: a change feed could not tell them from new ones.</summary>
    internal bool RewritesRows { get; set; }

    internal IReadOnlyList<PendingFile> Adds => adds;

    /// <summary>Files of an earlier version that come back as they were.</summary>
    internal IReadOnlyList<DataFile> AddsAgain => addsAgain;

    internal IReadOnlyCollection<DataFile> Removes => removes.Values;

    /// <summary>
    /// What the commit rests on. Without a word by <see cref="DeclareRead"/> a removal was chosen among all rows, one of a commit that only lays rows out anew among its own files.
    /// </summary>
    internal ReadScope Reads => declared ?? (!removesByPlan ? ReadScope.Nothing : DataChange ? ReadScope.Table : ReadScope.OwnFiles);

    /// <summary>True when the commit rests on which files were live, also when there was nothing to remove.</summary>
    internal bool ReadsRows => Reads.Kind != ReadKind.Nothing;

    internal bool IsBlindAppend => !ReadsRows && !ChangesMetadata && !ExactVersion;

    /// <summary>Adds a <c>txn</c> action; a winner with the same application id is a conflict, and so is a snapshot that already holds that version or a later one.</summary>
    /// <param name="appId">The application id.</param>
    /// <param name="version">Its version.</param>
    /// <param name="repeated">What becomes of the commit when the table already holds that version or a later one.</param>
    public void SetTransaction(string appId, long version, RepeatedTransaction repeated = RepeatedTransaction.Conflicts) => Application = new(appId, version, repeated);

    /// <summary>
    /// Says on which rows the commit rests, so that other writers' commits beside them do not stand in its way; without it, a commit that removes files rests on the whole table.
    /// </summary>
    /// <remarks>Only what the condition demands of partition columns counts; a condition that demands nothing of them rests on the whole table. Declarations add up.</remarks>
    /// <param name="rows">The rows read, or null for all.</param>
    public void DeclareRead(ScanPredicate? rows)
    {
        if (ReadSnapshot is null) return;
        declared = ReadScope.Of(rows, ReadSnapshot).Or(declared);
    }

    /// <summary>Replaces columns and properties (for example: one more nullable column). Call it before anything is written.</summary>
    /// <exception cref="DeltaException">A change that existing files do not fit, or a table that needs another protocol for it.</exception>
    public void SetSchema(TableSchema schema)
    {
        SchemaRules.Validate(Table.Path, schema, Metadata.PartitionColumns);
        if (ReadSnapshot is { } read)
        {
            SchemaRules.RequireProtocol(Table.Path, schema, read.State.Protocol);
            SchemaRules.RequireUnmapped(Table.Path, read.State);
            if (!RemovesEverything) SchemaRules.RequireFit(Table.Path, read.Schema, schema);
        }

        SetMetadata(Metadata.With(schema));
    }

    /// <summary>A writer of computed rows; files roll at the target size, for each partition its own; closed files are part of the commit.</summary>
    /// <exception cref="DeltaException">A column's type has no writer, or the table has constraints, against which only a query's rows are checked.</exception>
    public DataFileWriter OpenWriter(WriterOptions? options = null)
    {
        if (ReadSnapshot is { } read) ProtocolGate.RequireWritable(this, read.State.Protocol);
        if (TableConstraints.Of(Table.Path, Metadata) is [var constraint, ..])
            throw new DeltaException(
                DeltaErrorCode.SchemaMismatch,
                $"Table '{Table.Path}' has the constraint '{constraint.Name}': write it with {nameof(WriteQueryAsync)}, which checks rows.");
        if (Schema.Columns.FirstOrDefault(c => TextLimit.Of(c) is not null) is { } limited)
            throw new DeltaException(
                DeltaErrorCode.SchemaMismatch,
                $"Column '{limited.Name}' of table '{Table.Path}' limits the length of its texts: write it with {nameof(WriteQueryAsync)}, which checks rows.");
        return new DataFileWriter(this, options ?? new WriterOptions());
    }

    /// <summary>Writes a query's rows (columns by name, cast to the schema; in the query's order) into files that roll at the target size, for each partition its own.</summary>
    /// <returns>The number of rows; a query without rows writes no file.</returns>
    /// <param name="session">The session that runs the query.</param>
    /// <param name="query">A SELECT.</param>
    /// <param name="options">Size of row groups and files, and tags.</param>
    /// <param name="ct">Cancels the write.</param>
    /// <exception cref="DeltaException">The query's columns are not the schema's, a NOT NULL column at any depth has a NULL, a constraint is broken; storage refused.</exception>
    public Task<long> WriteQueryAsync(DuckDbSession session, string query, WriterOptions? options = null, CancellationToken ct = default) =>
        new QueryWriter(this, session, options ?? new WriterOptions()).WriteAsync(query, ct);

    /// <summary>A new directory of the table for files of another program, which <see cref="StagedDirectory.AddFilesAsync"/> makes part of the commit.</summary>
    public StagedDirectory StageDirectory()
    {
        var directory = new StagedDirectory(this);
        directories.Add(directory.Name);
        return directory;
    }

    /// <summary>Deletes what stands in staged directories, for a commit that will not be tried; after a try it does nothing.</summary>
    public async Task DiscardStagedAsync()
    {
        if (committed) return;
        foreach (var directory in directories) await Table.Storage.DiscardTreeAsync(directory);
    }

    /// <summary>The files written so far, to be committed by another transaction on the same table; this one is then given up without a commit.</summary>
    public IReadOnlyList<StagedFile> StagedFiles => [.. adds.Select(f => new StagedFile(f.Path, f.Size, f.ModificationTimeMillis, f.Rows, f.Stats))];

    /// <summary>Takes over a file of <see cref="StagedFiles"/>. It stays in the store whatever becomes of the commit, since another process may have committed it too.</summary>
    /// <param name="file">The file.</param>
    /// <param name="tags">Tags of its add action, or null.</param>
    public void AddStaged(StagedFile file, IReadOnlyDictionary<string, string>? tags = null) =>
        adds.Add(new PendingFile(file.Path, new Dictionary<string, string?>(), file.Size, file.ModificationTimeMillis, file.Rows, file.Stats, tags) { IsStaged = true });

    /// <summary>Removes a live file.</summary>
    /// <exception cref="DeltaException">The file is not live in the snapshot read.</exception>
    public void Remove(DataFile file)
    {
        if (ReadSnapshot?.State.IsLive(file.Key) is not true)
        {
            throw new DeltaException(
                DeltaErrorCode.Conflict,
                $"File '{file.Path}' is not part of version {ReadSnapshot?.Version ?? -1} of table '{Table.Path}'. Plan on a snapshot that has it.");
        }

        removes[file.Key] = file;
        removesByPlan = true;
    }

    /// <summary>Removes all live files: the commit's own rows become the whole table.</summary>
    public void RemoveAll()
    {
        foreach (var file in ReadSnapshot?.Files ?? []) removes[file.Key] = file;
        removesByPlan = true;
    }

    /// <summary>Commits atomically; conflicts that change what was read come back as a value.</summary>
    /// <exception cref="DeltaException">
    /// Storage refused and nothing is visible; or <see cref="DeltaErrorCode.OutcomeUnknown"/>: a remote store gave no answer, and the commit stands or may still appear. Its
    /// files must stay then.
    /// </exception>
    public async Task<CommitResult> CommitAsync(CancellationToken ct = default)
    {
        if (committed) throw new InvalidOperationException("A transaction commits once; begin another.");
        committed = true;
        var result = await new Committer(this).CommitAsync(ct);
        if (result is Committed) return result;
        foreach (var directory in directories) await Table.Storage.DiscardTreeAsync(directory);
        return result;
    }

    internal static Transaction ForNewTable(DeltaTable table, TableSchema schema, IReadOnlyList<string> partitionColumns, IReadOnlyDictionary<string, string> configuration)
    {
        SchemaRules.Validate(table.Path, schema, partitionColumns);
        var properties = PropertyRules.ForNewTable(table.Path, schema, configuration);
        var metadata = TableMetadata.Create(schema, partitionColumns, properties, table.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        return new Transaction(table, readSnapshot: null, metadata, "CREATE TABLE");
    }

    /// <summary>The commit that puts another table in the place of the one read: new columns, partitions and properties, and none of its rows.</summary>
    internal static Transaction ForReplacement(Snapshot read, TableSchema schema, IReadOnlyList<string> partitionColumns, IReadOnlyDictionary<string, string> configuration)
    {
        var table = read.Table;
        SchemaRules.Validate(table.Path, schema, partitionColumns);
        SchemaRules.RequireProtocol(table.Path, schema, read.State.Protocol);
        var properties = PropertyRules.ForReplacement(table.Path, read.State, configuration);
        var metadata = TableMetadata.Create(schema, partitionColumns, properties, table.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        var transaction = new Transaction(table, read, metadata, "CREATE OR REPLACE TABLE") { ChangesMetadata = true, ReplacesTable = true };
        transaction.RemoveAll();
        return transaction;
    }

    internal static Transaction OnSnapshot(DeltaTable table, Snapshot readSnapshot, string operation) => new(table, readSnapshot, readSnapshot.State.Metadata, operation);

    internal void Add(PendingFile file) => adds.Add(file);

    internal void AddAgain(DataFile file) => addsAgain.Add(file);

    /// <summary>Other metadata for the commit and the files that are still to be written.</summary>
    internal void SetMetadata(TableMetadata metadata)
    {
        if (adds.Count > 0) throw new InvalidOperationException("Set schema and properties before files are written.");
        Metadata = metadata;
        ChangesMetadata = true;
    }

    /// <summary>Deletes the files of a commit that certainly did not happen.</summary>
    internal async Task DiscardFilesAsync()
    {
        foreach (var file in adds.Where(f => !f.IsStaged)) await Table.Storage.DiscardAsync(file.Path);
        adds.Clear();
    }

    /// <summary>An empty table counts only when nothing can be appended before the commit.</summary>
    private bool RemovesEverything => (removesByPlan || ExactVersion) && ReadSnapshot is { } read && read.Files.All(f => removes.ContainsKey(f.Key));
}

using Lakehouse.Delta;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>A table that a conform writes, and how far it has come.</summary>
/// <param name="Table">The table.</param>
/// <param name="Snapshot">Its newest version; null where it does not exist.</param>
/// <param name="Progress">The progress of that version.</param>
/// <param name="SourceVersion">The source version that its rows reflect under the plan's definition; −1 for none.</param>
internal sealed record ConformState(DeltaTable Table, Snapshot? Snapshot, CommitProgress? Progress, long SourceVersion)
{
    /// <summary>True where the table exists with rows of another definition: all of it must be written again.</summary>
    public bool MustRebuild => Snapshot is not null && SourceVersion < 0;

    /// <summary>Reads a table's state.</summary>
    /// <exception cref="EngineException">The table was not written by a conform.</exception>
    public static async Task<ConformState> ReadAsync(DeltaTable table, ConformPlan plan, CancellationToken ct)
    {
        if (!await table.ExistsAsync(ct)) return new(table, Snapshot: null, Progress: null, SourceVersion: -1);
        var snapshot = await table.GetSnapshotAsync(ct: ct);
        var progress = await CommitProgress.ReadAsync(snapshot, ct)
            ?? throw new EngineException(
                $"Table {table.Path} holds no progress of a conform: it was written by something else. Move it away, then conform {plan.Contract.Id} again.");
        var reached = progress.DefinitionHash == plan.DefinitionHash ? progress.SourceVersions.GetValueOrDefault(plan.SourceName, -1) : -1;
        return new(table, snapshot, progress, reached);
    }

    /// <summary>The progress that a commit of this run records.</summary>
    public CommitProgress Next(ConformPlan plan, long knownAtMicros) =>
        new((Progress?.SourceVersions ?? System.Collections.Immutable.ImmutableSortedDictionary<string, long>.Empty).SetItem(plan.SourceName, plan.SourceVersion),
            ClockMicros: null, FrontierMicros: null, knownAtMicros, plan.DefinitionHash);

    /// <summary>Begins the commit that moves the table on.</summary>
    public Transaction Begin(ConformPlan plan, TableSchema schema, long knownAtMicros)
    {
        var transaction = Snapshot is null ? Table.Create(schema) : Table.Begin(Snapshot, "MERGE");
        var appId = $"conform:{plan.Contract.Id}";
        transaction.SetTransaction(appId, (Snapshot?.Transactions.GetValueOrDefault(appId) ?? 0) + 1);
        transaction.ExactVersion = true;
        transaction.UserMetadata = Next(plan, knownAtMicros).ToJson();
        if (MustRebuild)
        {
            transaction.SetSchema(schema);
            transaction.RemoveAll();
        }

        return transaction;
    }
}

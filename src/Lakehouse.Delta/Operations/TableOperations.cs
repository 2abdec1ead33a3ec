using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.Operations;

namespace Lakehouse.Delta.Operations;

/// <summary>Changes of a table's rows and of its metadata, each one commit.</summary>
/// <remarks>
/// Each operation is planned on the newest snapshot. When another writer's commit stands in its way, it is planned again on what the table then is, up to
/// <see cref="OperationOptions.MaxAttempts"/> times: its rows are computed anew, so that the outcome is that of running after the other writer. An append, which rests on nothing,
/// follows other commits without that. A source query runs again each time. Files of an attempt that lost are deleted.
/// Errors are <see cref="DeltaException"/>; nothing is visible then.
/// </remarks>
/// <param name="table">The table.</param>
/// <param name="session">Where queries run; one operation at a time.</param>
public sealed class TableOperations(DeltaTable table, DuckDbSession session)
{
    /// <summary>Creates the table, with rows if a source is given; a table that exists is a <see cref="Conflicted"/> value.</summary>
    /// <param name="schema">Its columns.</param>
    /// <param name="partitionColumns">Names of partition columns, or null.</param>
    /// <param name="properties">Table properties, or null.</param>
    /// <param name="source">First rows, or null.</param>
    /// <param name="options">Options.</param>
    /// <param name="ct">Cancels.</param>
    public Task<OperationResult> CreateAsync(
        TableSchema schema, IReadOnlyList<string>? partitionColumns = null, IReadOnlyDictionary<string, string>? properties = null, RowSource? source = null,
        OperationOptions? options = null, CancellationToken ct = default) =>
        new OperationRunner(table, options ??= new OperationOptions())
            .RunOnceAsync(() => table.Create(schema, partitionColumns, properties), t => AppendAsync(t, source, options, ct), ct);

    /// <summary>Creates the table, or puts the new columns, partitions, properties and rows in the place of all that it was; its history stays.</summary>
    /// <param name="schema">Its columns.</param>
    /// <param name="partitionColumns">Names of partition columns, or null.</param>
    /// <param name="properties">Table properties, or null; the clock of the old table's commits stays.</param>
    /// <param name="source">Rows, or null for none.</param>
    /// <param name="options">Options.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<OperationResult> CreateOrReplaceAsync(
        TableSchema schema, IReadOnlyList<string>? partitionColumns = null, IReadOnlyDictionary<string, string>? properties = null, RowSource? source = null,
        OperationOptions? options = null, CancellationToken ct = default)
    {
        if (!await table.ExistsAsync(ct))
        {
            var created = await CreateAsync(schema, partitionColumns, properties, source, options, ct);
            if (created.Commit is not Conflicted) return created;
        }

        var given = options ?? new OperationOptions();
        return await new OperationRunner(table, given).RunAsync(
            s => Transaction.ForReplacement(s, schema, partitionColumns ?? [], properties ?? new Dictionary<string, string>()), t => AppendAsync(t, source, given, ct), ct);
    }

    /// <summary>Adds rows.</summary>
    public Task<OperationResult> AppendAsync(RowSource source, OperationOptions? options = null, CancellationToken ct = default) =>
        RunAsync("WRITE", options, (t, o) => new Overwrites(session, o, source).AppendAsync(t, ct), ct);

    /// <summary>Puts rows in the place of all rows; columns stay.</summary>
    public Task<OperationResult> OverwriteAsync(RowSource source, OperationOptions? options = null, CancellationToken ct = default) =>
        RunAsync("WRITE", options, (t, o) => new Overwrites(session, o, source).WholeAsync(t, ct), ct);

    /// <summary>Puts rows in the place of the rows that meet a condition; a new row that does not meet it is an error.</summary>
    /// <param name="condition">The condition, see <see cref="ScanPredicate.Parse"/>.</param>
    /// <param name="source">The new rows.</param>
    /// <param name="options">Options.</param>
    /// <param name="ct">Cancels.</param>
    public Task<OperationResult> ReplaceWhereAsync(ScanPredicate condition, RowSource source, OperationOptions? options = null, CancellationToken ct = default) =>
        RunAsync("WRITE", options, (t, o) => new Overwrites(session, o, source).WhereAsync(t, condition, ct), ct);

    /// <summary>Puts rows in the place of all rows of the partitions that the new rows lie in (Spark's dynamic partition overwrite); without partitions, of all rows.</summary>
    public Task<OperationResult> OverwritePartitionsAsync(RowSource source, OperationOptions? options = null, CancellationToken ct = default) =>
        RunAsync("WRITE", options, (t, o) => new Overwrites(session, o, source).PartitionsAsync(t, ct), ct);

    /// <summary>Removes the rows for which a condition is TRUE; all with null.</summary>
    public Task<OperationResult> DeleteAsync(ScanPredicate? condition, OperationOptions? options = null, CancellationToken ct = default) => RunAsync(
        "DELETE",
        options,
        (t, o) =>
        {
            t.OperationParameters["predicate"] = RowChange.Describe(condition, t.ReadSnapshot!);
            return new RowChange(session, o).DeleteAsync(t, condition, ct);
        },
        ct);

    /// <summary>Changes columns of the rows for which a condition is TRUE; of all with null.</summary>
    /// <param name="set">New values; expressions see the row as it was.</param>
    /// <param name="condition">Which rows.</param>
    /// <param name="options">Options.</param>
    /// <param name="ct">Cancels.</param>
    public Task<OperationResult> UpdateAsync(IReadOnlyList<Assignment> set, ScanPredicate? condition, OperationOptions? options = null, CancellationToken ct = default) => RunAsync(
        "UPDATE",
        options,
        (t, o) =>
        {
            t.OperationParameters["predicate"] = RowChange.Describe(condition, t.ReadSnapshot!);
            return new RowChange(session, o).UpdateAsync(t, set, condition, ct);
        },
        ct);

    /// <summary>Inserts, changes and removes rows by key.</summary>
    public Task<OperationResult> MergeAsync(Merge merge, OperationOptions? options = null, CancellationToken ct = default) =>
        RunAsync("MERGE", options, (t, o) => new MergePlan(merge, session, o).RunAsync(t, ct), ct);

    /// <summary>Adds nullable columns at the end, or fields at the end of a struct.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="within">Path of the struct, such as <c>address</c> or <c>lines.element</c>; null for the table itself.</param>
    /// <param name="options">Options.</param>
    /// <param name="ct">Cancels.</param>
    public Task<OperationResult> AddColumnsAsync(IReadOnlyList<TableColumn> columns, string? within = null, OperationOptions? options = null, CancellationToken ct = default) =>
        RunAsync("ADD COLUMNS", options, (t, _) => Task.FromResult(new Alterations(t).AddColumns(columns, within)), ct);

    /// <summary>Lets a column or field be NULL.</summary>
    /// <param name="column">Its path.</param>
    /// <param name="options">Options.</param>
    /// <param name="ct">Cancels.</param>
    public Task<OperationResult> DropNotNullAsync(string column, OperationOptions? options = null, CancellationToken ct = default) =>
        RunAsync("CHANGE COLUMN", options, (t, _) => Task.FromResult(new Alterations(t).DropNotNull(column)), ct);

    /// <summary>Sets table properties; those of Delta are checked, and none may need a table feature that the table lacks.</summary>
    public Task<OperationResult> SetPropertiesAsync(IReadOnlyDictionary<string, string> properties, OperationOptions? options = null, CancellationToken ct = default) =>
        RunAsync("SET TBLPROPERTIES", options, (t, _) => Task.FromResult(new Alterations(t).SetProperties(properties)), ct);

    /// <summary>Drops table properties; absent ones do not matter.</summary>
    public Task<OperationResult> UnsetPropertiesAsync(IReadOnlyList<string> keys, OperationOptions? options = null, CancellationToken ct = default) =>
        RunAsync("UNSET TBLPROPERTIES", options, (t, _) => Task.FromResult(new Alterations(t).UnsetProperties(keys)), ct);

    /// <summary>Adds a CHECK constraint, after all rows were found to meet it; refused where the table's protocol does not know constraints.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="expression">A condition, see <see cref="ScanPredicate.Parse"/>, without double quotes and backslashes, which mean other things to Spark.</param>
    /// <param name="options">Options.</param>
    /// <param name="ct">Cancels.</param>
    public Task<OperationResult> AddConstraintAsync(string name, string expression, OperationOptions? options = null, CancellationToken ct = default) =>
        RunAsync("ADD CONSTRAINT", options, (t, _) => new Alterations(t).AddConstraintAsync(name, expression, session, ct), ct);

    /// <summary>Drops a CHECK constraint.</summary>
    public Task<OperationResult> DropConstraintAsync(string name, OperationOptions? options = null, CancellationToken ct = default) =>
        RunAsync("DROP CONSTRAINT", options, (t, _) => Task.FromResult(new Alterations(t).DropConstraint(name)), ct);

    private Task<OperationResult> RunAsync(string operation, OperationOptions? options, Func<Transaction, OperationOptions, Task<OperationMetrics?>> plan, CancellationToken ct)
    {
        var given = options ?? new OperationOptions();
        return new OperationRunner(table, given).RunAsync(snapshot => table.Begin(snapshot, operation), transaction => plan(transaction, given), ct);
    }

    private Task<OperationMetrics?> AppendAsync(Transaction transaction, RowSource? source, OperationOptions options, CancellationToken ct) =>
        source is null ? Task.FromResult<OperationMetrics?>(null) : new Overwrites(session, options, source).AppendAsync(transaction, ct);
}

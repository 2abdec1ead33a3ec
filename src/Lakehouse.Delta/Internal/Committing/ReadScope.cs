using Lakehouse.Delta.Internal.Scanning;

namespace Lakehouse.Delta.Internal.Committing;

/// <summary>How much of a table a commit rests on.</summary>
internal enum ReadKind
{
    /// <summary>Nothing: a blind append, or a change of metadata.</summary>
    Nothing,

    /// <summary>The files that it removes and no others: the same rows laid out anew.</summary>
    OwnFiles,

    /// <summary>The rows of some partitions.</summary>
    Rows,

    /// <summary>All rows.</summary>
    Table,
}

/// <summary>What a commit read to decide what it does.</summary>
/// <param name="Kind">How much.</param>
/// <param name="Predicate">Of <see cref="ReadKind.Rows"/>: a condition over partition columns alone that every row read meets.</param>
internal sealed record ReadScope(ReadKind Kind, ScanPredicate? Predicate = null)
{
    public static ReadScope Nothing { get; } = new(ReadKind.Nothing);

    public static ReadScope OwnFiles { get; } = new(ReadKind.OwnFiles);

    public static ReadScope Table { get; } = new(ReadKind.Table);

    /// <summary>The scope of reading the rows that meet a condition: its conjuncts over partition columns, for other engines judge added files by them alone.</summary>
    public static ReadScope Of(ScanPredicate? rows, Snapshot snapshot)
    {
        if (rows is null) return Table;
        var own = Conjuncts(rows).Where(c => OverPartitions(c, snapshot)).ToList();
        return own.Count == 0 ? Table : new ReadScope(ReadKind.Rows, own.Aggregate((a, b) => new AndPredicate(a, b)));
    }

    /// <summary>True when a condition names partition columns and nothing else.</summary>
    public static bool OverPartitions(ScanPredicate condition, Snapshot snapshot) =>
        PredicateSql.Columns(condition, snapshot).ToList() is { Count: > 0 } columns && columns.All(c => snapshot.PartitionColumns.Contains(c, StringComparer.OrdinalIgnoreCase));

    /// <summary>Both scopes together.</summary>
    public ReadScope Or(ReadScope? other) => other is null || other.Kind == ReadKind.Nothing ? this
        : Kind == ReadKind.Rows && other.Kind == ReadKind.Rows ? new ReadScope(ReadKind.Rows, new OrPredicate(Predicate!, other.Predicate!))
        : Kind > other.Kind ? this : other;

    private static IEnumerable<ScanPredicate> Conjuncts(ScanPredicate condition) =>
        condition is AndPredicate and ? Conjuncts(and.Left).Concat(Conjuncts(and.Right)) : [condition];
}

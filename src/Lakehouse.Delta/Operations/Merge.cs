namespace Lakehouse.Delta.Operations;

/// <summary>What a merge does with rows, by whether source and target have a row of the same key; immutable, each call gives a further clause.</summary>
/// <remarks>
/// 1. Rows match when all keys are equal; NULL equals nothing.
/// 2. Of the clauses of a kind the first whose condition is TRUE acts on a row; a row for which none does stays as it is, or is not inserted.
/// 3. Conditions and expressions are DuckDB's, over <c>target.column</c> and <c>source.column</c>; they must not depend on chance or time, for they are evaluated more than once.
/// 4. Where matched rows are changed, a target row that several source rows match is an error.
/// </remarks>
/// <param name="Source">The source rows.</param>
/// <param name="Keys">Names of the key columns, the same on both sides.</param>
public sealed record Merge(RowSource Source, IReadOnlyList<string> Keys)
{
    internal IReadOnlyList<MergeClause> Matched { get; private init; } = [];

    internal IReadOnlyList<MergeClause> NotMatched { get; private init; } = [];

    internal IReadOnlyList<MergeClause> NotMatchedBySource { get; private init; } = [];

    /// <summary>A matched target row takes the source's values of all columns that the source has.</summary>
    public Merge WhenMatchedUpdateAll(string? condition = null) => this with { Matched = [.. Matched, new(MergeAction.Update, condition, Set: null)] };

    /// <summary>A matched target row takes the values of these assignments.</summary>
    public Merge WhenMatchedUpdate(IReadOnlyList<Assignment> set, string? condition = null) => this with { Matched = [.. Matched, new(MergeAction.Update, condition, set)] };

    /// <summary>A matched target row goes.</summary>
    public Merge WhenMatchedDelete(string? condition = null) => this with { Matched = [.. Matched, new(MergeAction.Delete, condition, Set: [])] };

    /// <summary>A source row without a match is inserted; columns that the source lacks are NULL.</summary>
    public Merge WhenNotMatchedInsertAll(string? condition = null) => this with { NotMatched = [.. NotMatched, new(MergeAction.Insert, condition, Set: null)] };

    /// <summary>A source row without a match is inserted with the values of these assignments; other columns are NULL.</summary>
    public Merge WhenNotMatchedInsert(IReadOnlyList<Assignment> set, string? condition = null) =>
        this with { NotMatched = [.. NotMatched, new(MergeAction.Insert, condition, set)] };

    /// <summary>A target row without a match takes the values of these assignments.</summary>
    public Merge WhenNotMatchedBySourceUpdate(IReadOnlyList<Assignment> set, string? condition = null) =>
        this with { NotMatchedBySource = [.. NotMatchedBySource, new(MergeAction.Update, condition, set)] };

    /// <summary>A target row without a match goes.</summary>
    public Merge WhenNotMatchedBySourceDelete(string? condition = null) => this with { NotMatchedBySource = [.. NotMatchedBySource, new(MergeAction.Delete, condition, Set: [])] };
}

/// <summary>What a clause of a merge does.</summary>
internal enum MergeAction
{
    /// <summary>Changes a target row.</summary>
    Update,

    /// <summary>Removes a target row.</summary>
    Delete,

    /// <summary>Adds a source row.</summary>
    Insert,
}

/// <summary>A clause of a merge.</summary>
/// <param name="Action">What it does.</param>
/// <param name="Condition">When, or null for always.</param>
/// <param name="Set">New values; null for all columns of the source.</param>
internal sealed record MergeClause(MergeAction Action, string? Condition, IReadOnlyList<Assignment>? Set);

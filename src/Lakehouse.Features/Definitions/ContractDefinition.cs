using System.Collections.Immutable;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Definitions;

/// <summary>A contract version: the silver table, how raw rows are mapped to it and which rules they obey.</summary>
/// <param name="Id">Name and version; silver is <c>silver/name@N</c>.</param>
/// <param name="Source">The raw source.</param>
/// <param name="Columns">
/// Silver's columns in order, each with its mapping over the raw row (raw columns by the raw record's names, and <see cref="SourceFileColumn"/>, <see cref="SourceRowColumn"/>).
/// </param>
/// <param name="Rules">The rules in order of declaration.</param>
public sealed record ContractDefinition(VersionedName Id, SourceDefinition Source, ImmutableArray<ContractColumn> Columns, ImmutableArray<ContractRule> Rules)
{
    /// <summary>Bronze column with the row's file, relative to the ingest root, with <c>/</c>.</summary>
    public const string SourceFileColumn = "_source_file";

    /// <summary>Bronze column with the row's 0-based position in its file.</summary>
    public const string SourceRowColumn = "_source_row";

    /// <summary>Bronze column of text formats with the text of a line that could not be parsed; NULL in good rows.</summary>
    public const string CorruptRecordColumn = "_corrupt_record";

    /// <summary>Bronze column that a replacing ingest adds: TRUE marks a row that its file no longer holds.</summary>
    public const string RemovedColumn = "_source_removed";

    /// <summary>What the contract is for; not part of its identity.</summary>
    public string? Description { get; init; }

    /// <summary>The column with the unique event id.</summary>
    public ContractColumn EventId => Columns.Single(c => c.Role == ColumnRole.EventId);

    /// <summary>The column with the event time.</summary>
    public ContractColumn EventTime => Columns.Single(c => c.Role == ColumnRole.EventTime);

    /// <summary>Silver's schema.</summary>
    public ImmutableArray<Field> Schema => [.. Columns.Select(c => new Field(c.Name, c.Type, c.Nullable))];
}

/// <summary>What a contract column is for.</summary>
public enum ColumnRole
{
    /// <summary>An ordinary value.</summary>
    Value,

    /// <summary>The unique id of the event.</summary>
    EventId,

    /// <summary>When the event happened.</summary>
    EventTime,
}

/// <summary>A column of a contract.</summary>
/// <param name="Name">Silver's column name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Nullable">False: a row without the value is quarantined.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Mapping">Its value over the raw row; of the column's type, or of int64 where the column is double.</param>
public sealed record ContractColumn(string Name, DataType Type, bool Nullable, ColumnRole Role, Expr Mapping)
{
    /// <summary>The unit of its values, or null.</summary>
    public string? Unit { get; init; }

    /// <summary>What it means, or null.</summary>
    public string? Description { get; init; }
}

/// <summary>What a rule does with a row.</summary>
public enum RuleKind
{
    /// <summary>A row for which the condition is not TRUE goes to quarantine. Condition over the contract row.</summary>
    Require,

    /// <summary>A row for which the condition is not TRUE is counted and kept. Condition over the contract row.</summary>
    Warn,

    /// <summary>A winning row for which the condition is TRUE deletes its event. Condition over the raw row.</summary>
    Delete,
}

/// <summary>A named condition of a contract.</summary>
/// <param name="Name">The name that quarantine and run records show.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Condition">A bool expression.</param>
public sealed record ContractRule(string Name, RuleKind Kind, Expr Condition);

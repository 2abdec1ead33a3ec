using System.Collections.Immutable;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Definitions;

/// <summary>A feature view version: named features of one entity, or of a request.</summary>
/// <param name="Id">Name and version; gold is <c>gold/name@N</c>.</param>
public abstract record ViewDefinition(VersionedName Id)
{
    /// <summary>Who answers for it; not part of its identity.</summary>
    public string? Owner { get; init; }

    /// <summary>What it is for; not part of its identity.</summary>
    public string? Description { get; init; }

    /// <summary>The columns that the view gives, in order: for window views feature by feature in definition order, each by window.</summary>
    public abstract ImmutableArray<FeatureColumn> Columns { get; }
}

/// <summary>One output column of a view.</summary>
/// <param name="Name">Column name, for example <c>delay_mean_24h</c>.</param>
/// <param name="Type">Its type.</param>
/// <param name="Feature">The feature that it belongs to.</param>
/// <param name="Window">The window, or null for state and on-demand views.</param>
/// <param name="Expression">Over the contract row (state), its aggregates (window) or the request (on demand).</param>
public sealed record FeatureColumn(string Name, DataType Type, string Feature, WindowDefinition? Window, Expr Expression);

/// <summary>A named expression of a view; a window view gives one column per window for it.</summary>
/// <param name="Name">Snake-case name.</param>
/// <param name="Expression">Its value.</param>
public sealed record FeatureDefinition(string Name, Expr Expression);

/// <summary>A view that is materialized to gold, by entity, from one contract.</summary>
/// <param name="Id">Name and version.</param>
/// <param name="Contract">The contract whose events it reads.</param>
/// <param name="Entity">The entity.</param>
/// <param name="Key">One expression over the contract row per key column of the entity.</param>
/// <param name="Features">The features in definition order.</param>
public abstract record EntityViewDefinition(
    VersionedName Id, ContractDefinition Contract, EntityDefinition Entity, ImmutableArray<Expr> Key, ImmutableArray<FeatureDefinition> Features) : ViewDefinition(Id)
{
    /// <summary>Gold column: from when the row holds, inclusive.</summary>
    public const string ValidFromColumn = "valid_from";

    /// <summary>Gold column: the key's newest event before (state view: at or before) valid_from; NULL where retracted.</summary>
    public const string EventTimeColumn = "event_time";

    /// <summary>Gold column: TRUE where the key has no event any more.</summary>
    public const string RetractedColumn = "retracted";

    /// <summary>Gold column: when the platform knew the row; one stamp a commit.</summary>
    public const string KnownAtColumn = "known_at";

    /// <summary>A value older than this at lookup is withheld as EXPIRED; null for never. In microseconds.</summary>
    public long? TimeToLiveMicros { get; init; }

    /// <summary>Whether an overflow of an aggregate or expression gives NULL instead of failing the run.</summary>
    public bool NullOnOverflow { get; init; }

    /// <summary>Gold's schema: keys, valid_from, event_time, the features, retracted, known_at.</summary>
    public ImmutableArray<Field> GoldSchema =>
    [
        .. Entity.Keys,
        new(ValidFromColumn, DataType.Timestamp, Nullable: false),
        new(EventTimeColumn, DataType.Timestamp),
        .. Columns.Select(c => new Field(c.Name, c.Type)),
        new(RetractedColumn, DataType.Bool, Nullable: false),
        new(KnownAtColumn, DataType.Timestamp, Nullable: false),
    ];
}

/// <summary>The latest row of the key (semantics §3).</summary>
public sealed record StateViewDefinition(
    VersionedName Id, ContractDefinition Contract, EntityDefinition Entity, ImmutableArray<Expr> Key, ImmutableArray<FeatureDefinition> Features)
    : EntityViewDefinition(Id, Contract, Entity, Key, Features)
{
    /// <inheritdoc/>
    public override ImmutableArray<FeatureColumn> Columns => [.. Features.Select(f => new FeatureColumn(f.Name, f.Expression.Type, f.Name, Window: null, f.Expression))];
}

/// <summary>Aggregates over windows that slide along each key's events (semantics §3).</summary>
/// <param name="Id">Name and version.</param>
/// <param name="Contract">The contract whose events it reads.</param>
/// <param name="Entity">The entity.</param>
/// <param name="Key">One expression over the contract row per key column of the entity.</param>
/// <param name="Features">The features; their expressions hold <see cref="AggregateExpr"/> leaves.</param>
/// <param name="Windows">The windows in definition order.</param>
public sealed record WindowViewDefinition(
    VersionedName Id, ContractDefinition Contract, EntityDefinition Entity, ImmutableArray<Expr> Key, ImmutableArray<FeatureDefinition> Features,
    ImmutableArray<WindowDefinition> Windows)
    : EntityViewDefinition(Id, Contract, Entity, Key, Features)
{
    /// <summary>The grid G that instants move up to, in microseconds since the epoch; null for exact instants.</summary>
    public long? EveryMicros { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<FeatureColumn> Columns =>
        [.. Features.SelectMany(f => Windows.Select(w => new FeatureColumn($"{f.Name}_{w.Suffix}", f.Expression.Type, f.Name, w, f.Expression)))];
}

/// <summary>A window's length.</summary>
/// <param name="Suffix">As written: <c>24h</c>, <c>7d</c>, <c>lifetime</c>.</param>
/// <param name="LengthMicros">Length in microseconds; null for lifetime.</param>
public sealed record WindowDefinition(string Suffix, long? LengthMicros);

/// <summary>Features computed from the request alone, at training and at serving by the same evaluator.</summary>
/// <param name="Id">Name and version.</param>
/// <param name="Request">Name of the request.</param>
/// <param name="Inputs">Its fields; a missing one is NULL.</param>
/// <param name="Features">Expressions over the inputs.</param>
public sealed record OnDemandViewDefinition(VersionedName Id, string Request, ImmutableArray<Field> Inputs, ImmutableArray<FeatureDefinition> Features) : ViewDefinition(Id)
{
    /// <inheritdoc/>
    public override ImmutableArray<FeatureColumn> Columns => [.. Features.Select(f => new FeatureColumn(f.Name, f.Expression.Type, f.Name, Window: null, f.Expression))];
}

using Lakehouse.Delta;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine;

/// <summary>lookup(key, t, K) for many keys.</summary>
/// <param name="View">The view.</param>
/// <param name="Gold">The gold snapshot.</param>
/// <param name="Keys">Key values in the entity's order; a NULL in a key matches nothing.</param>
/// <param name="AtMicros">t.</param>
/// <param name="KnownAtMicros">K; null for no bound.</param>
public sealed record LookupPlan(EntityViewDefinition View, Snapshot Gold, IReadOnlyList<Value[]> Keys, long AtMicros, long? KnownAtMicros = null);

/// <summary>A row of gold.</summary>
/// <param name="Key">Key values in the entity's order.</param>
/// <param name="ValidFromMicros">From when it holds.</param>
/// <param name="EventTimeMicros">The key's newest event; null where retracted.</param>
/// <param name="Values">One per column of the view.</param>
/// <param name="Retracted">True where the key has no event any more.</param>
/// <param name="KnownAtMicros">Its publish stamp.</param>
public sealed record GoldRow(Value[] Key, long ValidFromMicros, long? EventTimeMicros, Value[] Values, bool Retracted, long KnownAtMicros);

/// <summary>What a sync reads.</summary>
/// <param name="View">The view.</param>
/// <param name="Gold">The gold snapshot to sync.</param>
/// <param name="SyncedVersion">The gold version that the store already has; −1 for none.</param>
/// <param name="InForceAtMicros">S: the row in force at S and all later ones are pushed.</param>
/// <param name="PreviousInForceAtMicros">The previous S, or null: rows since then are pushed too, so that readers of the old marker stay right.</param>
public sealed record SyncPlan(EntityViewDefinition View, Snapshot Gold, long SyncedVersion, long InForceAtMicros, long? PreviousInForceAtMicros)
{
    /// <summary>Only keys of this slice.</summary>
    /// <value>The default is null: all keys.</value>
    public KeySlice? Slice { get; init; }

    /// <summary>Only these keys; a NULL in a key matches nothing.</summary>
    /// <value>The default is null: all keys.</value>
    public IReadOnlyList<Value[]>? Keys { get; init; }
}

/// <summary>Two tables to compare.</summary>
/// <param name="Left">One.</param>
/// <param name="Right">The other.</param>
/// <param name="Limit">How many differences to show.</param>
public sealed record DiffPlan(Snapshot Left, Snapshot Right, int Limit = 10);

/// <summary>How two tables differ.</summary>
/// <param name="Different">Number of rows that stand on one side only.</param>
/// <param name="Columns">Column names of <paramref name="First"/>, preceded by <c>side</c>.</param>
/// <param name="First">The first differences in key order.</param>
/// <param name="NormalForm">True when gold was compared in normal form.</param>
public sealed record TableDifference(long Different, IReadOnlyList<string> Columns, IReadOnlyList<object?[]> First, bool NormalForm);

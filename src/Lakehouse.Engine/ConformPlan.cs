using Lakehouse.Delta;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine;

/// <summary>Bronze to silver.</summary>
/// <param name="Contract">What silver promises.</param>
/// <param name="DefinitionHash">The contract's hash.</param>
/// <param name="Source">Bronze, or the Delta source.</param>
/// <param name="SourceName">Its path in the lake or as declared, the key in <see cref="CommitProgress.SourceVersions"/>.</param>
/// <param name="SourceVersion">The version to read up to.</param>
/// <param name="Silver">The silver table, existing or not.</param>
/// <param name="Quarantine">The quarantine table, existing or not.</param>
public sealed record ConformPlan(
    ContractDefinition Contract, string DefinitionHash, DeltaTable Source, string SourceName, long SourceVersion, DeltaTable Silver, DeltaTable Quarantine)
{
    /// <summary>Local directory of the index of silver's event ids, which is derived and may be deleted at any time; null for none: silver is then read itself.</summary>
    public string? IndexPath { get; init; }
}

/// <summary>What a conform did.</summary>
/// <param name="Version">Silver's version that now holds the state; null when silver does not exist yet because no row was accepted.</param>
/// <param name="Changed">False when there was nothing to do.</param>
/// <param name="RowsRead">Source rows read.</param>
/// <param name="RowsWritten">New or replaced events.</param>
/// <param name="RowsDeleted">Events deleted.</param>
/// <param name="RowsQuarantined">Rows sent to quarantine.</param>
/// <param name="Warnings">Count by <c>Warn</c> rule.</param>
public sealed record ConformResult(
    long? Version, bool Changed, long RowsRead, long RowsWritten, long RowsDeleted, long RowsQuarantined, IReadOnlyDictionary<string, long> Warnings);

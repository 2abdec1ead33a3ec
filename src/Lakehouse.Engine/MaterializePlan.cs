using Lakehouse.Delta;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine;

/// <summary>Silver to gold.</summary>
/// <param name="View">The view.</param>
/// <param name="DefinitionHash">The view's transitive hash.</param>
/// <param name="Silver">The silver table.</param>
/// <param name="SilverName">Its path in the lake.</param>
/// <param name="SilverVersion">The version to read.</param>
/// <param name="Gold">The gold table, existing or not.</param>
/// <param name="ClockMicros">The run's clock; not later than the wall clock.</param>
/// <param name="HorizonMicros">H: F = max(previous F, clock + H).</param>
public sealed record MaterializePlan(
    EntityViewDefinition View, string DefinitionHash, DeltaTable Silver, string SilverName, long SilverVersion, DeltaTable Gold, long ClockMicros, long HorizonMicros);

/// <summary>What a materialize did.</summary>
/// <param name="Version">Gold's version.</param>
/// <param name="Changed">False when nothing was to be done and nothing was committed.</param>
/// <param name="RowsWritten">Rows appended.</param>
/// <param name="KeysTouched">Keys for which rows were computed.</param>
/// <param name="NullKeyEvents">Events left out because a key is NULL.</param>
/// <param name="Overflows">Cells set to NULL by the overflow rule.</param>
/// <param name="Progress">The progress now in force.</param>
/// <param name="CommitTimestampMillis">In-commit timestamp of the version.</param>
public sealed record MaterializeResult(
    long Version, bool Changed, long RowsWritten, long KeysTouched, long NullKeyEvents, long Overflows, CommitProgress Progress, long CommitTimestampMillis);

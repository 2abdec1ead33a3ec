using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Engines.Internal;

/// <summary>One run of a case.</summary>
/// <param name="SilverVersion">Which version of silver it reads: the number of the last batch in it.</param>
/// <param name="ClockMicros">Its clock.</param>
/// <param name="HorizonMicros">H.</param>
internal sealed record RunStep(int SilverVersion, long ClockMicros, long HorizonMicros);

/// <summary>A view, the history of its silver, and the runs that materialize it.</summary>
/// <param name="View">The view.</param>
/// <param name="History">Batches of arriving rows; batch n is version n of silver.</param>
/// <param name="Steps">The runs in order.</param>
internal sealed record CaseSpec(EntityViewDefinition View, EventHistory History, IReadOnlyList<RunStep> Steps);

using System.Collections.Immutable;

namespace Lakehouse.Features.Definitions;

/// <summary>All that a feature repository defines, in order of declaration.</summary>
/// <param name="Name">The project's name.</param>
/// <param name="Contracts">Contracts with their sources.</param>
/// <param name="Views">Window, state and on-demand views.</param>
/// <param name="Sets">Feature sets.</param>
public sealed record ProjectDefinition(string Name, ImmutableArray<ContractDefinition> Contracts, ImmutableArray<ViewDefinition> Views, ImmutableArray<SetDefinition> Sets);

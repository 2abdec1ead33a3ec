using Lakehouse.Features;

namespace Lakehouse.Testing;

/// <summary>A cell of gold whose exact value does not fit its type.</summary>
/// <param name="Column">The feature's column.</param>
/// <param name="Key">Key values in the entity's order.</param>
/// <param name="InstantMicros">The row's valid_from.</param>
public sealed record OverflowCell(string Column, Value[] Key, long InstantMicros);

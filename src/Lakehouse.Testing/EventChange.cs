using Lakehouse.Features;

namespace Lakehouse.Testing;

/// <summary>One arriving row: a new event, a correction of one that has its id, or its deletion.</summary>
/// <param name="Row">The contract row.</param>
/// <param name="Deleted">True where the event is to be forgotten.</param>
public sealed record EventChange(Value[] Row, bool Deleted = false);

using Lakehouse.Features;

namespace Lakehouse.Online;

/// <summary>A row of the store.</summary>
/// <param name="Key">Key values in the entity's order; none is NULL.</param>
/// <param name="ValidFromMicros">From when it holds.</param>
/// <param name="EventTimeMicros">The key's newest event; null where retracted.</param>
/// <param name="Values">One per column of the view.</param>
/// <param name="Retracted">True where the key has no event any more.</param>
/// <param name="KnownAtMicros">The write order.</param>
public sealed record OnlineRow(Value[] Key, long ValidFromMicros, long? EventTimeMicros, Value[] Values, bool Retracted, long KnownAtMicros);

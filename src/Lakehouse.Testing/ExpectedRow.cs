using Lakehouse.Features;

namespace Lakehouse.Testing;

/// <summary>A gold row as the oracle expects it, or as a test read it.</summary>
/// <param name="Key">Key values in the entity's order.</param>
/// <param name="ValidFromMicros">From when it holds.</param>
/// <param name="EventTimeMicros">The key's newest event; null where retracted.</param>
/// <param name="Values">One per column of the view.</param>
/// <param name="Retracted">True where the key has no event any more.</param>
/// <param name="KnownAtMicros">When it was known; 0 in the oracle's rows.</param>
public sealed record ExpectedRow(Value[] Key, long ValidFromMicros, long? EventTimeMicros, Value[] Values, bool Retracted = false, long KnownAtMicros = 0)
{
    /// <summary>Equal in what a normal form compares: values bit for bit, event_time and retracted.</summary>
    public bool SaysTheSameAs(ExpectedRow other) => EventTimeMicros == other.EventTimeMicros && Retracted == other.Retracted && Values.AsSpan().SequenceEqual(other.Values);
}

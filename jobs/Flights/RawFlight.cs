namespace Flights;

/// <summary>Bronze: what the source says, as it says it. Its times have no zone; the publisher means UTC.</summary>
public sealed record RawFlight(DateTime? Date, long? Delay, long? Distance, string? Origin, string? Destination);

using Lakehouse.Features;

namespace Flights;

/// <summary>Silver: what the platform promises about a departure.</summary>
[Contract("flights", version: 1)]
public sealed record Flight
{
    /// <summary>File and row: the data has no id of its own.</summary>
    [EventId]
    public required string FlightId { get; init; }

    [EventTime]
    public required DateTimeOffset DepartedAt { get; init; }

    public required string Origin { get; init; }

    public required string Destination { get; init; }

    [Unit("min")]
    public long? DelayMinutes { get; init; }

    [Unit("mi")]
    public required long DistanceMiles { get; init; }
}

using Lakehouse.Features;

namespace RepositoryName;

/// <summary>Silver: what the platform promises about an order.</summary>
[Contract("orders", version: 1)]
public sealed record Order
{
    [EventId]
    public required string OrderId { get; init; }

    [EventTime]
    public required DateTimeOffset OrderedAt { get; init; }

    /// <summary>In lower case: the source writes names both ways.</summary>
    public required string Customer { get; init; }

    public string? Product { get; init; }

    [Unit("EUR")]
    [Decimal(10, 2)]
    public required decimal Amount { get; init; }

    public required bool Paid { get; init; }
}

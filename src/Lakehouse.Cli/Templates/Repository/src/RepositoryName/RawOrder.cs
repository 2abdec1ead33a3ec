using Lakehouse.Features;

namespace RepositoryName;

/// <summary>Bronze: what the source says, as it says it. Everything may be missing.</summary>
public sealed record RawOrder(string? OrderId, DateTimeOffset? OrderedAt, string? Customer, string? Product, [Decimal(10, 2)] decimal? Amount, bool? Paid);

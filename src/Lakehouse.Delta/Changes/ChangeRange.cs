namespace Lakehouse.Delta.Changes;

/// <summary>Which commits a change feed covers, both ends included; each end by version or by instant.</summary>
public sealed record ChangeRange
{
    /// <summary>The first version.</summary>
    public long? FromVersion { get; init; }

    /// <summary>Instead of <see cref="FromVersion"/>: begin with the first version committed at or after this instant.</summary>
    public DateTimeOffset? FromTimestamp { get; init; }

    /// <summary>The last version.</summary>
    /// <value>By default the newest.</value>
    public long? ToVersion { get; init; }

    /// <summary>Instead of <see cref="ToVersion"/>: end with the last version committed at or before this instant.</summary>
    public DateTimeOffset? ToTimestamp { get; init; }

    /// <summary>Versions <paramref name="from"/> to <paramref name="to"/>, or to the newest.</summary>
    public static ChangeRange Versions(long from, long? to = null) => new() { FromVersion = from, ToVersion = to };
}

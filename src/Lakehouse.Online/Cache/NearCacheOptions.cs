namespace Lakehouse.Online.Cache;

/// <summary>How large a near cache is and how far behind the store.</summary>
public sealed record NearCacheOptions
{
    /// <summary>The least that a cache can be of use with.</summary>
    public const long LeastBytes = 1 << 20;

    /// <summary>Estimated size in bytes that the cache may have; at least 1 MiB.</summary>
    /// <value>The default is 256 MiB.</value>
    public long Bytes { get; init; } = 256L << 20;

    /// <summary>How long a view's marker is used before it is read again: an answer may be older by so much than the store's. Above zero.</summary>
    /// <value>The default is half a second.</value>
    public TimeSpan Staleness { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a key is kept under one marker at most, and at least half of it: so long may a row that was damaged in the store and is repaired stay as it was.</summary>
    /// <value>The default is one minute.</value>
    public TimeSpan LongestLife { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Checks all values.</summary>
    /// <exception cref="OnlineStoreException">Some are out of range; the message names them.</exception>
    public void Validate()
    {
        var wrong = new List<string>();
        if (Bytes < LeastBytes) wrong.Add($"Bytes {Bytes} is less than {LeastBytes}");
        if (Staleness <= TimeSpan.Zero) wrong.Add($"Staleness {Staleness} is not above zero");
        if (LongestLife <= TimeSpan.Zero) wrong.Add($"LongestLife {LongestLife} is not above zero");
        if (wrong.Count > 0) throw new OnlineStoreException($"The near cache cannot be used: {string.Join("; ", wrong)}.");
    }
}

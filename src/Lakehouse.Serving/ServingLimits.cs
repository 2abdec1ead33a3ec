namespace Lakehouse.Serving;

/// <summary>What connections and calls may take of the server.</summary>
public sealed record ServingLimits
{
    /// <summary>Lookups under way at the same time, at least 1; more are refused as UNAVAILABLE with reason OVERLOADED.</summary>
    /// <value>The default is 4,096.</value>
    public int MaxLookups { get; init; } = 4096;

    /// <summary>Lookups of one stream under way or waiting to be taken by the client, at least 1; the server reads no further meanwhile.</summary>
    /// <value>The default is 16.</value>
    public int MaxLookupsPerStream { get; init; } = 16;

    /// <summary>Open streams, at least 1; more are refused as UNAVAILABLE with reason OVERLOADED.</summary>
    /// <value>The default is 1,024.</value>
    public int MaxStreams { get; init; } = 1024;

    /// <summary>Bytes of messages beyond 64 KiB that are handled at once, at least <see cref="ServingOptions.MaxRequestBytes"/>; more are refused as RESOURCE_EXHAUSTED with reason TOO_MANY_BYTES.</summary>
    /// <value>The default is 256 MiB.</value>
    public long MaxMessageBytesAtOnce { get; init; } = 256L * 1024 * 1024;

    /// <summary>Longest deadline that a call gets; a longer one counts as this one. More than zero.</summary>
    /// <value>The default is one hour.</value>
    public TimeSpan MaxDeadline { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Open connections, at least 1; more are closed at once.</summary>
    /// <value>The default is 2,000.</value>
    public int MaxConnections { get; init; } = 2000;

    /// <summary>Calls under way on one connection, at least 1; clients keep more back.</summary>
    /// <value>The default is 256.</value>
    public int MaxCallsPerConnection { get; init; } = 256;

    /// <summary>Bytes of a call's headers, 1,024 to 1,048,576.</summary>
    /// <value>The default is 32 KiB.</value>
    public int MaxHeaderBytes { get; init; } = 32 * 1024;

    /// <summary>How long headers may take to arrive, and after it how long the bytes of a request may come slower than <see cref="MinBytesPerSecond"/>. More than a second.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Rate below which the request of a call, other than an open stream, or the taking of its answer is given up, with its connection. At least 1.</summary>
    /// <value>The default is 240.</value>
    public int MinBytesPerSecond { get; init; } = 240;

    /// <summary>How long a connection without calls stays open; more than zero.</summary>
    /// <value>The default is 10 minutes.</value>
    public TimeSpan IdleConnection { get; init; } = TimeSpan.FromMinutes(10);

    internal void AddMistakes(List<string> wrong, int maxRequestBytes)
    {
        if (MaxLookups < 1) wrong.Add($"Limits.MaxLookups {MaxLookups} is less than 1");
        if (MaxLookupsPerStream < 1) wrong.Add($"Limits.MaxLookupsPerStream {MaxLookupsPerStream} is less than 1");
        if (MaxStreams < 1) wrong.Add($"Limits.MaxStreams {MaxStreams} is less than 1");
        if (MaxMessageBytesAtOnce < maxRequestBytes) wrong.Add($"Limits.MaxMessageBytesAtOnce {MaxMessageBytesAtOnce} is less than MaxRequestBytes {maxRequestBytes}");
        if (MaxDeadline <= TimeSpan.Zero) wrong.Add($"Limits.MaxDeadline {MaxDeadline} is not more than zero");
        if (MaxConnections < 1) wrong.Add($"Limits.MaxConnections {MaxConnections} is less than 1");
        if (MaxCallsPerConnection < 1) wrong.Add($"Limits.MaxCallsPerConnection {MaxCallsPerConnection} is less than 1");
        if (MaxHeaderBytes is < 1024 or > 1024 * 1024) wrong.Add($"Limits.MaxHeaderBytes {MaxHeaderBytes} is not in 1,024 to 1,048,576");
        if (Patience <= TimeSpan.FromSeconds(1)) wrong.Add($"Limits.Patience {Patience} is not more than a second");
        if (MinBytesPerSecond < 1) wrong.Add($"Limits.MinBytesPerSecond {MinBytesPerSecond} is less than 1");
        if (IdleConnection <= TimeSpan.Zero) wrong.Add($"Limits.IdleConnection {IdleConnection} is not more than zero");
    }
}

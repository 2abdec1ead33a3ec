using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.Committing;

/// <summary>How long a table keeps what it no longer needs, as its properties say.</summary>
internal static class RetentionProperty
{
    private static readonly TimeSpan Forever = TimeSpan.FromDays(365_000);

    /// <summary>How long removed files are named; for ever when the property cannot be understood, for that can only be too long.</summary>
    public static TimeSpan DeletedFiles(TableMetadata metadata) => Read(metadata, "delta.deletedFileRetentionDuration", days: 7);

    /// <summary>How long commits stay in the log; for ever when the property cannot be understood.</summary>
    public static TimeSpan Log(TableMetadata metadata) => Read(metadata, "delta.logRetentionDuration", days: 30);

    private static TimeSpan Read(TableMetadata metadata, string key, int days)
    {
        if (!metadata.Configuration.TryGetValue(key, out var text)) return TimeSpan.FromDays(days);
        var words = text.Trim().ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(w => w == "interval").ToList();
        if (words is not [var digits, var unit] || !long.TryParse(digits, out var count) || count is < 0 or > 1_000_000_000) return Forever;
        var one = unit.TrimEnd('s') switch
        {
            "week" => TimeSpan.FromDays(7),
            "day" => TimeSpan.FromDays(1),
            "hour" => TimeSpan.FromHours(1),
            "minute" => TimeSpan.FromMinutes(1),
            "second" => TimeSpan.FromSeconds(1),
            _ => Forever,
        };
        return one == Forever || count > Forever / one ? Forever : one * count;
    }
}

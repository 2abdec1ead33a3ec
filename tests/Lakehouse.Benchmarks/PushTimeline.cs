using System.Globalization;
using Lakehouse.Catalog;
using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features;

namespace Lakehouse.Benchmarks;

/// <summary>The way of one push through the lake, read off the commits of its tables and the records of its runs.</summary>
internal sealed class PushTimeline(Lake lake, VersionedName view)
{
    public async Task PrintAsync(PushTimes push, CancellationToken ct)
    {
        var silver = await FirstAsync(lake.Silver(new("meters", 1)), "bronze/meters_raw", push.BronzeVersion, ct);
        var gold = await FirstAsync(lake.Gold(view), "silver/meters@1", silver.Version, ct);
        var synced = (await new FeatureCatalog(lake).ListRunsAsync(ct)).Where(r => r.Job == "sync" && r.Target == view.ToString() && r.FinishedAt >= gold.At).Min(r => (DateTimeOffset?)r.FinishedAt);
        var bronze = await CommittedAsync(lake.Bronze("meters_raw"), push.BronzeVersion, ct);
        Console.WriteLine($"  the push in the middle, event pushed into bronze version {push.BronzeVersion}:");
        foreach (var (at, what) in new (DateTimeOffset?, string)[]
        {
            (push.Sent, "sent"), (bronze, $"bronze version {push.BronzeVersion} committed"), (push.Acked, "acknowledged"), (silver.At, $"silver version {silver.Version} committed"),
            (gold.At, $"gold version {gold.Version} of {view} committed"), (synced, "sync recorded"), (push.Readable, $"readable, under gold version {push.GoldVersion}"),
        })
            Console.WriteLine(at is { } time ? string.Create(CultureInfo.InvariantCulture, $"    {(time - push.Sent).TotalMilliseconds,6:0} ms {what}") : $"         - {what}");
    }

    private static async Task<(long Version, DateTimeOffset At)> FirstAsync(DeltaTable table, string source, long version, CancellationToken ct)
    {
        await foreach (var commit in table.GetCommitsAsync(0, long.MaxValue, ct))
        {
            if (CommitProgress.TryParse(commit.UserMetadata)?.SourceVersions.GetValueOrDefault(source, -1) >= version) return (commit.Version, DateTimeOffset.FromUnixTimeMilliseconds(commit.TimestampMillis));
        }

        throw new InvalidOperationException($"No commit of {table.Path} has read version {version} of {source}.");
    }

    private static async Task<DateTimeOffset?> CommittedAsync(DeltaTable table, long version, CancellationToken ct)
    {
        await foreach (var commit in table.GetCommitsAsync(version, version, ct)) return DateTimeOffset.FromUnixTimeMilliseconds(commit.TimestampMillis);
        return null;
    }
}

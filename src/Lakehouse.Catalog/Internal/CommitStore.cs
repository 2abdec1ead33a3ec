using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Features;

namespace Lakehouse.Catalog.Internal;

/// <summary>The table <c>_catalog/commits</c>: what is needed to answer <c>as_known</c> after the log of gold was cleaned up.</summary>
internal sealed class CommitStore(DeltaTable table)
{
    private readonly CatalogStore store = new(
        table, ("view_name", "string"), ("view_version", "long"), ("gold_version", "long"), ("known_at", "timestamp"), ("commit_time", "timestamp"), ("clock", "timestamp"),
        ("frontier", "timestamp"), ("source_versions", "string"));

    public Task AddAsync(IReadOnlyList<GoldCommit> commits, CancellationToken ct) => store.AppendAsync(
        read =>
        {
            var known = read.Rows.Select(Read).Select(c => (c.View, c.GoldVersion)).ToHashSet();
            return [.. commits.Where(c => known.Add((c.View, c.GoldVersion))).Select(ToRow)];
        },
        exact: true,
        ct);

    public async Task<IReadOnlyList<GoldCommit>> ListAsync(VersionedName view, CancellationToken ct) =>
        [.. (await store.ReadAsync(ct)).Rows.Select(Read).Where(c => c.View == view).OrderBy(c => c.GoldVersion)];

    private static object?[] ToRow(GoldCommit c) =>
        [c.View.Name, (long)c.View.Version, c.GoldVersion, c.KnownAtMicros, c.CommitTimeMicros, c.ClockMicros, c.FrontierMicros, c.SourceVersionsJson];

    private static GoldCommit Read(object?[] row) => new(
        new((string)row[0]!, Convert.ToInt32(row[1], CultureInfo.InvariantCulture)), (long)row[2]!, Micros.OfCell(row[3]), Micros.OfCell(row[4]), Micros.OfCell(row[5]),
        Micros.OfCell(row[6]), (string)row[7]!);
}

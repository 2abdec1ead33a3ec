using Lakehouse.Delta;

namespace Lakehouse.Catalog.Internal;

/// <summary>The table <c>_catalog/pins</c>.</summary>
internal sealed class PinStore(DeltaTable table)
{
    private readonly CatalogStore store = new(table, ("table", "string"), ("version", "long"), ("owner", "string"), ("pinned_at", "timestamp"));

    public Task AddAsync(IReadOnlyList<Pin> pins, long nowMicros, CancellationToken ct) => store.AppendAsync(
        read =>
        {
            var known = read.Rows.Select(Read).ToHashSet();
            return [.. pins.Where(known.Add).Select(p => new object?[] { p.Table, p.Version, p.Owner, nowMicros })];
        },
        exact: true,
        ct);

    public async Task<IReadOnlyList<Pin>> ListAsync(CancellationToken ct) =>
        [.. (await store.ReadAsync(ct)).Rows.Select(Read).Distinct().OrderBy(p => p.Owner).ThenBy(p => p.Table).ThenBy(p => p.Version)];

    private static Pin Read(object?[] row) => new((string)row[0]!, (long)row[1]!, (string)row[2]!);
}

using System.Globalization;
using Lakehouse.Delta;

namespace Lakehouse.Catalog.Internal;

/// <summary>The table <c>_catalog/fits</c>: one row for a fit when it is recorded, and one more each time it becomes its set's default.</summary>
internal sealed class FitStore(DeltaTable table)
{
    private readonly CatalogStore store = new(
        table, ("set_name", "string"), ("set_version", "long"), ("set_hash", "string"), ("training_set", "string"), ("training_version", "long"), ("digest", "string"),
        ("fit_hash", "string"), ("parameters", "string"), ("recorded_at", "timestamp"), ("default_since", "timestamp?"));

    public Task AddAsync(TrainingFit fit, long nowMicros, CancellationToken ct) => store.AppendAsync(
        read => read.Rows.Select(Read).Any(known => IsSame(known, fit)) ? [] : [ToRow(fit, nowMicros, defaultSince: null)],
        exact: true,
        ct);

    /// <summary>Makes a fit its set's default: later than any default before.</summary>
    public Task SetDefaultAsync(TrainingFit fit, long nowMicros, CancellationToken ct) => store.AppendAsync(
        read =>
        {
            var newest = read.Rows.Where(r => r[9] is not null).Select(r => Micros.OfCell(r[9])).DefaultIfEmpty(long.MinValue).Max();
            return [ToRow(fit, nowMicros, Math.Max(nowMicros, newest + 1))];
        },
        exact: true,
        ct);

    public async Task<IReadOnlyList<TrainingFit>> ListAsync(CancellationToken ct)
    {
        var rows = (await store.ReadAsync(ct)).Rows;
        var defaults = rows.Where(r => r[9] is not null).GroupBy(r => Read(r).Set).Select(g => Read(g.MaxBy(r => Micros.OfCell(r[9]))!)).ToList();
        return
        [
            .. rows.Select(Read).Distinct().Select(fit => fit with { IsDefault = defaults.Exists(d => IsSame(d, fit)) })
                .OrderBy(f => f.TrainingSet, StringComparer.Ordinal).ThenBy(f => f.Version),
        ];
    }

    private static bool IsSame(TrainingFit left, TrainingFit right) =>
        (left.Set, left.TrainingSet, left.Version, left.Hash) == (right.Set, right.TrainingSet, right.Version, right.Hash);

    private static object?[] ToRow(TrainingFit f, long nowMicros, long? defaultSince) =>
        [f.Set.Name, (long)f.Set.Version, f.SetHash, f.TrainingSet, f.Version, f.Digest, f.Hash, f.Parameters, nowMicros, defaultSince];

    private static TrainingFit Read(object?[] row) => new(
        new((string)row[0]!, Convert.ToInt32(row[1], CultureInfo.InvariantCulture)), (string)row[2]!, (string)row[3]!, (long)row[4]!, (string)row[5]!, (string)row[6]!,
        (string)row[7]!, IsDefault: false);
}

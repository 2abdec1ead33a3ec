using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Benchmarks;

/// <summary>The training join as one writes it by hand in DuckDB: correct values in the spine's order, as one Parquet file; no digest, no manifest, no commit.</summary>
internal static class TrainingByHand
{
    /// <summary>The joined rows: ASOF LEFT JOIN on the newest image of each (key, valid_from), retracted and expired values NULL, ordered by spine_row.</summary>
    public static async Task<string> SelectAsync(TrainingData data, int number, DuckDbSession session, CancellationToken ct)
    {
        var gold = await data.Gold(number).GetSnapshotAsync(ct: ct);
        var rows = await gold.Scan().ToSqlAsync(session, ct);
        var ttl = TrainingData.View(number).TimeToLiveMicros;
        var values = TrainingData.FeatureNames.Select(f => $"CASE WHEN NOT g.retracted AND epoch_us(s.timestamp) - epoch_us(g.event_time) <= {ttl} THEN g.{f} END AS view_{number}__{f}");
        if (gold.Files.Count > 1)
        {
            var picked = string.Join(", ", TrainingData.FeatureNames.Concat(["event_time", "retracted"]).Select(c => $"{c} := {c}"));
            var names = string.Join(", ", TrainingData.FeatureNames.Concat(["event_time", "retracted"]).Select(c => $"p.{c}"));
            rows = $"(SELECT device, valid_from, {names} FROM (SELECT device, valid_from, arg_max(struct_pack({picked}), known_at) AS p FROM {rows} GROUP BY device, valid_from))";
        }

        return $"SELECT s.*, {string.Join(", ", values)} FROM (SELECT file_row_number AS spine_row, * EXCLUDE (file_row_number) "
            + $"FROM read_parquet({DuckDbSession.Literal(data.SpineFile)}, file_row_number = true)) s "
            + $"ASOF LEFT JOIN {rows} g ON s.device = g.device AND s.timestamp >= g.valid_from ORDER BY spine_row";
    }

    /// <summary>With the write.</summary>
    public static async Task WriteAsync(TrainingData data, int number, string file, DuckDbOptions options, CancellationToken ct)
    {
        using var session = new DuckDbSession(options);
        session.Execute($"COPY ({await SelectAsync(data, number, session, ct)}) TO {DuckDbSession.Literal(file)} (FORMAT parquet, COMPRESSION zstd)", ct);
    }

    /// <summary>Into a table in memory.</summary>
    public static async Task KeepAsync(TrainingData data, int number, DuckDbOptions options, CancellationToken ct)
    {
        using var session = new DuckDbSession(options);
        session.Execute($"CREATE TEMP TABLE joined AS {await SelectAsync(data, number, session, ct)}", ct);
    }
}

using System.Collections.Concurrent;
using Lakehouse.Delta.Acceptance.Tests.Cases;

namespace Lakehouse.Delta.Acceptance.Tests.Fuzz;

/// <summary>Ten thousand mutated tables end in rows or in a <see cref="DeltaException"/> that names the table: no other exception, no hang, no rows missing in silence.</summary>
/// <remarks>
/// 1. What keeps the meaning (order and repetition of lines, blank lines, unknown keys, a hint that is gone or torn) gives the same rows.
/// 2. What is lost (files, ends of files) gives the rows of an untouched version or a refusal; so does whatever a checksum covers, which is deletion vectors.
/// 3. What says something else (a line less, another value, flipped bits of a commit or of Parquet pages) gives any rows or a refusal: the format has nothing to know it by.
/// </remarks>
public sealed class FuzzTests(CaseArchive archive) : IClassFixture<CaseArchive>
{
    private const int Mutations = 10_000;
    private const int MutationsOfCheckpoints = 1_500;
    private const int Workers = 2;
    private const int RowSample = 16;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Logs without checkpoints: a mutation of them costs a fraction of a millisecond.</summary>
    private static readonly string[] PlainTables =
    [
        "golden-snapshot-data2-deleted", "mut-path-url-encoding", "krs-basic-partitioned", "golden-basic-with-inserts-merge",
        "trino-dbr73-test-partitioning", "drs-simple-table", "golden-log-replay-latest-metadata-protocol", "trino-oss-in-commit-timestamp", "drs-table-with-partitioning-mapping",
    ];

    /// <summary>Checkpoints of all kinds, and deletion vectors.</summary>
    private static readonly string[] Tables =
    [
        "golden-125-iterator-bug", "golden-log-replay-dv-key-cases", "trino-dbr73-past-checkpoint", "trino-oss-multipart-checkpoint", "trino-oss-v2-checkpoint-json",
        "trino-oss-v2-checkpoint-parquet", "trino-oss-multipart-v2-checkpoint", "trino-oss-partition-values-parsed-all-types", "krs-v2-classic-checkpoint-parquet",
        "krs-v2-checkpoints-json-without-sidecars", "krs-v1-single-part-struct-stats-only", "krs-with-short-dv", "krs-cdf-table-with-dv", "spark-table-with-dv-small",
        "kd-basic-dv-no-checkpoint", "golden-table-with-columnmapping-mode-id", "trino-dbr133-v2-checkpoint-json", "drs-simple-table-with-checkpoint", "trino-oss-type-widening-nested",
        "golden-parquet-all-types-legacy-format",
    ];

    [Fact]
    public async Task Read_MutatedTable_GivesRowsOrRefusal()
    {
        var ct = TestContext.Current.CancellationToken;
        var failures = new ConcurrentBag<string>();
        var counts = new ConcurrentDictionary<string, int>();

        var shares = PlainTables.Select(t => (Id: t, Count: (Mutations - MutationsOfCheckpoints) / PlainTables.Length))
            .Concat(Tables.Select(t => (Id: t, Count: (MutationsOfCheckpoints / Tables.Length) + 1)))
            .ToList();
        await Parallel.ForEachAsync(shares.Index(), new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = ct }, async (table, token) =>
            await FuzzAsync(table.Item.Id, seed: table.Index, table.Item.Count, failures, counts, token));

        TestContext.Current.TestOutputHelper!.WriteLine(string.Join("\n", counts.OrderBy(c => c.Key).Select(c => $"{c.Value,6} {c.Key}")));
        failures.Should().BeEmpty();
        counts.Values.Sum().Should().Be(shares.Sum(s => s.Count)).And.BeGreaterThanOrEqualTo(Mutations);
    }

    private async Task FuzzAsync(string id, int seed, int count, ConcurrentBag<string> failures, ConcurrentDictionary<string, int> counts, CancellationToken ct)
    {
        using var table = new FuzzTable(Path.Combine(archive.Root, CaseArchive.Find(id).Path));
        var oracle = await FuzzOracle.OfAsync(table, ct);
        var mutator = new Mutator(table.Files, new Random(seed));
        for (var i = 0; i < count; i++)
        {
            var mutation = mutator.Next();
            table.Apply(mutation);
            var (result, failure) = await oracle.JudgeAsync(mutation, isSampled: i % RowSample == 0, ct).WaitAsync(Limit, ct);
            if (failure is not null) failures.Add($"{id}, mutation {i}, {mutation.Kind} of {mutation.File}: {failure}");
            counts.AddOrUpdate($"{mutation.Allowed}: {result}", 1, (_, known) => known + 1);
            table.Undo(mutation);
        }
    }
}

using Lakehouse.Engine.Spark.Views;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Spark.TestHost;
using Lakehouse.Testing;

namespace Lakehouse.Engine.Spark.Tests.Views;

public sealed class IncrementalRunTests(SparkHost host)
{
    [Theory]
    [InlineData(11, null)]
    [InlineData(12, null)]
    [InlineData(13, 3_600_000_000L)]
    [Semantics("2.7")]
    public async Task Incremental_AnySequenceOfRuns_NormalFormOfOneFullRun(int seed, long? chunkMicros)
    {
        var cases = new ManyCases(seed, views: 2, cases: 32, new() { Rows = 32, Batches = 4 });
        var table = new SparkTable(host);
        var random = new Random(seed);
        var silver = Enumerable.Range(1, cases.Batches).Select(cases.Silver).ToList();
        var relations = new List<string>();
        foreach (var rows in silver) relations.Add(await table.WriteAsync(cases.Contract.Schema, rows));
        long[] frontiers = [.. Enumerable.Range(1, cases.Batches).Select(b => cases.Frontier(random, b)).Order()];
        var differences = new List<string>();

        foreach (var view in cases.Views)
        {
            var gold = await RunsAsync(table, view, new ViewSql(view, new() { ChunkMicros = chunkMicros }), relations, frontiers, random);
            var expected = new ViewOracle(view, silver[^1]).Rows(frontiers[^1], out _);
            differences.AddRange(NormalForm.Differences(view, expected, gold.Select(r => r.Row), frontiers[^1], 3).Select(line => $"{view.Id}: {line}"));
        }

        differences.Should().BeEmpty();
    }

    private static async Task<List<ViewRow>> RunsAsync(SparkTable table, EntityViewDefinition view, ViewSql text, List<string> silver, long[] frontiers, Random random)
    {
        var gold = Stamped(table.Read(view, text.Full(silver[0], frontiers[0])), 1).ToList();
        for (var run = 1; run < silver.Count; run++)
        {
            var changes = table.Store(text.ChangedImages(silver[run], silver[run - 1]));
            var increment = new ViewIncrement(silver[run], changes, frontiers[run - 1], frontiers[run])
            {
                Vanished = await VanishedAsync(table, view, gold), LeastChanged = Least(table, changes, random),
            };
            gold.AddRange(Stamped(table.Read(view, text.Incremental(increment)), run + 1));
        }

        return gold;
    }

    private static IEnumerable<ViewRow> Stamped(IEnumerable<ViewRow> rows, long knownAt) => rows.Select(r => r with { Row = r.Row with { KnownAtMicros = knownAt } });

    /// <summary>Sometimes the caller does not know it.</summary>
    private static long? Least(SparkTable table, string changes, Random random) =>
        random.Next(3) == 0 ? null : table.Session.Sql($"SELECT min({ViewSql.ImageTimeColumn}) FROM {changes}").First().Get(0) as long?;

    private static async Task<string?> VanishedAsync(SparkTable table, EntityViewDefinition view, List<ViewRow> gold)
    {
        Field[] fields = [.. view.Entity.Keys, new("valid_from", DataType.Int64, Nullable: false)];
        var rows = gold.Where(r => r.Vanished).Select(r => (Value[])[.. r.Row.Key, Value.Int64(r.Row.ValidFromMicros)]).ToList();
        return rows.Count == 0 ? null : await table.WriteAsync(fields, rows);
    }
}

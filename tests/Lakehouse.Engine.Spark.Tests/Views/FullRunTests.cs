using Lakehouse.Engine.Spark.Views;
using Lakehouse.Features.Definitions;
using Lakehouse.Spark.TestHost;
using Lakehouse.Testing;

namespace Lakehouse.Engine.Spark.Tests.Views;

public sealed class FullRunTests(SparkHost host)
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    [Semantics("3.1")]
    public async Task Full_GeneratedViews_RowsOfTheOracle(int seed, bool extremes)
    {
        var cases = new ManyCases(seed, views: 6, cases: 20, new() { Rows = 40, Extremes = extremes });
        var table = new SparkTable(host);
        var random = new Random(seed);
        var silver = cases.Silver(cases.Batches);
        var relation = await table.WriteAsync(cases.Contract.Schema, silver);
        var differences = new List<string>();

        foreach (var view in cases.Views)
        {
            var frontier = random.Next(4) == 0 ? cases.NewestEvent + 86_400_000_000_000 : cases.Frontier(random, cases.Batches);
            differences.AddRange(Differences(table, view, new ViewSql(view).Full(relation, frontier), new ViewOracle(view, silver), frontier));
        }

        differences.Should().BeEmpty();
    }

    [Theory]
    [InlineData(5, 1L)]
    [InlineData(6, 3_600_000_000L)]
    [InlineData(7, 31_557_600_000_000L)]
    public async Task Full_KeysCutInChunks_RowsOfTheOracle(int seed, long chunkMicros)
    {
        var cases = new ManyCases(seed, views: 3, cases: 16, new() { Rows = 40, Extremes = seed == 6 });
        var table = new SparkTable(host);
        var silver = cases.Silver(cases.Batches);
        var relation = await table.WriteAsync(cases.Contract.Schema, silver);
        var differences = new List<string>();

        foreach (var view in cases.Views)
        {
            var text = new ViewSql(view, new() { ChunkMicros = chunkMicros }).Full(relation, cases.NewestEvent);
            differences.AddRange(Differences(table, view, text, new ViewOracle(view, silver), cases.NewestEvent));
        }

        differences.Should().BeEmpty();
    }

    /// <summary>Row by row, not in normal form: a full run writes every instant.</summary>
    internal static List<string> Differences(SparkTable table, EntityViewDefinition view, string query, ViewOracle oracle, long frontier)
    {
        var expected = oracle.Rows(frontier, out var overflows);
        List<ViewRow> rows;
        try
        {
            rows = table.Read(view, query);
        }
        catch (Exception e) when (e.Message.Contains("digits", StringComparison.Ordinal))
        {
            return [];
        }

        var lines = NormalForm.Differences(view, expected, rows.Select(r => r.Row), frontier, 3).Select(line => $"{view.Id}: {line}").ToList();
        if (rows.Count != expected.Count) lines.Add($"{view.Id}: {rows.Count} rows, not {expected.Count}");
        if (rows.Exists(r => r.Vanished || r.Row.Retracted)) lines.Add($"{view.Id}: vanished or retracted");
        var flagged = rows.Sum(r => r.Overflows.Count);
        if (flagged != overflows.Count) lines.Add($"{view.Id}: {flagged} cells overflow, not {overflows.Count}");
        return lines;
    }
}

using Lakehouse.Engine.Spark.Views;
using Lakehouse.Features.Definitions;
using Lakehouse.Spark.TestHost;
using Lakehouse.Testing;

namespace Lakehouse.Engine.Spark.Tests.Views;

public sealed class FullRunTests(SparkHost host, ITestOutputHelper output)
{
    private readonly List<string> differences = [];
    private int views;
    private int undecided;

    [Fact]
    [Semantics("3.1")]
    public async Task Full_GeneratedViews_RowsOfTheOracle()
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            var cases = new ManyCases(seed, views: 6, cases: 20, new() { Rows = 40, Extremes = seed > 2 });
            var random = new Random(seed);
            await CompareAsync(cases, chunkMicros: null, () => random.Next(4) == 0 ? cases.NewestEvent + 86_400_000_000_000 : cases.Frontier(random, cases.Batches));
        }

        AssertSame();
    }

    [Fact]
    public async Task Full_KeysCutInChunks_RowsOfTheOracle()
    {
        foreach (var (seed, chunkMicros) in new[] { (5, 1L), (6, 3_600_000_000L), (7, 31_557_600_000_000L) })
        {
            var cases = new ManyCases(seed, views: 3, cases: 16, new() { Rows = 40, Extremes = seed == 6 });
            await CompareAsync(cases, chunkMicros, () => cases.NewestEvent);
        }

        AssertSame();
    }

    private async Task CompareAsync(ManyCases cases, long? chunkMicros, Func<long> nextFrontier)
    {
        var table = new SparkTable(host);
        var silver = cases.Silver(cases.Batches);
        var relation = await table.WriteAsync(cases.Contract.Schema, silver);
        foreach (var view in cases.Views)
        {
            var frontier = nextFrontier();
            var query = new ViewSql(view, new() { ChunkMicros = chunkMicros }).Full(relation, frontier);
            views++;
            if (Differences(table, view, query, new ViewOracle(view, silver), frontier) is { } found) differences.AddRange(found);
            else undecided++;
        }
    }

    private void AssertSame()
    {
        output.WriteLine($"{views} views, {undecided} of them need more digits than Spark has");
        differences.Should().BeEmpty();
        undecided.Should().BeLessThanOrEqualTo(views / 20, "the views that Spark cannot decide are rare");
    }

    /// <summary>Row by row, not in normal form: a full run writes every instant. Null where Spark refuses the view, since it has too few digits for it.</summary>
    internal static List<string>? Differences(SparkTable table, EntityViewDefinition view, string query, ViewOracle oracle, long frontier)
    {
        var expected = oracle.Rows(frontier, out var overflows);
        List<ViewRow> rows;
        try
        {
            rows = table.Read(view, query);
        }
        catch (Exception e) when (e.Message.Contains("digits", StringComparison.Ordinal))
        {
            return null;
        }

        var lines = NormalForm.Differences(view, expected, rows.Select(r => r.Row), frontier, 3).Select(line => $"{view.Id}: {line}").ToList();
        if (rows.Count != expected.Count) lines.Add($"{view.Id}: {rows.Count} rows, not {expected.Count}");
        if (rows.Exists(r => r.Vanished || r.Row.Retracted)) lines.Add($"{view.Id}: vanished or retracted");
        var flagged = rows.Sum(r => r.Overflows.Count);
        if (flagged != overflows.Count) lines.Add($"{view.Id}: {flagged} cells overflow, not {overflows.Count}");
        return lines;
    }
}

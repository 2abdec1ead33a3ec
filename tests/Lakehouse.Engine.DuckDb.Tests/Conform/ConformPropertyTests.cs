namespace Lakehouse.Engine.DuckDb.Tests.Conform;

public sealed class ConformPropertyTests
{
    private static readonly string[] Kinds = ["pay", "pay", "pay", "cancel"];

    /// <remarks>Few ids, so that duplicates, corrections, quarantined corrections, deletions and replaced files meet on the same event.</remarks>
    [Semantics("1.3", "1.4", "1.5", "5.12")]
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public async Task Conform_AnySplitIntoRuns_EqualsOneRunAndTheDefinition(int seed)
    {
        var random = new Random(seed);
        using var split = new Payments();
        using var whole = new Payments();
        var oracle = new PaymentsOracle();
        var files = new Dictionary<string, List<string?[]>>(StringComparer.Ordinal);
        var version = -1L;
        var (written, deleted) = (0L, 0L);
        for (var step = 0; step < 8; step++)
        {
            var file = step == 0 ? "base.csv" : $"f{random.Next(4)}.csv";

            // The first file holds so many events that later ones are looked up in the index.
            var rows = step == 0
                ? Enumerable.Range(0, 100).Select(i => new string?[] { $"q{i}", $"2024-05-01T{i % 24:00}:00:00Z", "1", "pay", null }).ToList()
                : Enumerable.Range(0, random.Next(1, 8)).Select(_ => RandomRow(random)).ToList();
            var removed = files.GetValueOrDefault(file);
            version = await split.IngestAsync(file, rows, removed);
            await whole.IngestAsync(file, rows, removed);
            oracle.Add(version, file, rows, removed);
            files[file] = rows;
            if (step > 0 && random.Next(3) == 0) continue;

            IndexDamage.Do(split.IndexPath, random);
            var result = await split.ConformAsync(version);
            written += result.RowsWritten;
            deleted += result.RowsDeleted;
            (await split.SilverRowsAsync()).Should().Equal(oracle.Silver());
        }

        await split.ConformAsync(version);
        var once = await whole.ConformAsync(version);

        (await split.SilverRowsAsync()).Should().Equal(oracle.Silver());
        (await whole.SilverRowsAsync()).Should().Equal(oracle.Silver());
        (await split.QuarantineRowsAsync()).Should().Equal(await whole.QuarantineRowsAsync());
        once.RowsWritten.Should().Be(oracle.Silver().Count);
        once.RowsQuarantined.Should().Be((await whole.QuarantineRowsAsync()).Count).And.Be(oracle.Quarantined);
        (written + deleted).Should().BeGreaterThan(0);
    }

    private static string?[] RandomRow(Random random)
    {
        var amount = random.Next(6) switch { 0 => "-1", 1 => "x", _ => $"{random.Next(3)}.{random.Next(10)}" };
        var time = $"2024-05-01T1{random.Next(3)}:00:0{random.Next(3)}Z";
        var id = random.Next(12) == 0 ? null : random.Next(3) == 0 ? $"q{random.Next(100)}" : $"p{random.Next(6)}";
        return [id, time, amount, Kinds[random.Next(Kinds.Length)], random.Next(3) == 0 ? null : "NaN"];
    }
}

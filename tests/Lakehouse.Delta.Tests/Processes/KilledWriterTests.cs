using System.Globalization;

namespace Lakehouse.Delta.Tests.Processes;

public sealed class KilledWriterTests : IDisposable
{
    private static readonly int Kills = DurabilitySize.Full ? 200 : 16;

    /// <summary>A cold process needs about this long for its first commit, a warm one a few milliseconds for one more.</summary>
    private const int ColdMillis = 300;
    private const int WarmMillis = 40;

    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task Kill_AtRandomMoments_TableHoldsAPrefixOfTheCommitsAndWritingGoesOn()
    {
        var random = new Random(20260301);
        var last = -1L;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var writer = WriterProcess.Start(WriterCommands.Forever, table.Path);
            (await writer.ReadLineAsync(TestTable.Cancel)).Should().Be("ready");
            string? first = null;
            if (kill % 2 == 0) first = await writer.ReadLineAsync(TestTable.Cancel);
            await Task.Delay(random.Next(kill % 2 == 0 ? WarmMillis : ColdMillis), TestTable.Cancel);
            writer.Kill();
            var lines = (await writer.FinishAsync(TestTable.Cancel)).Lines.Append(first);
            var acknowledged = lines.Select(l => long.TryParse(l, CultureInfo.InvariantCulture, out var version) ? version : -1).Append(last).Max();

            var cold = DeltaTable.ForPath(table.Path);
            if (!await cold.ExistsAsync(TestTable.Cancel)) continue;
            var snapshot = await cold.GetSnapshotAsync(ct: TestTable.Cancel);
            snapshot.Version.Should().BeGreaterThanOrEqualTo(acknowledged, "a commit that was acknowledged stays");
            snapshot.Files.Select(f => f.AddedInVersion).Should().Equal(Enumerable.Range(0, (int)snapshot.Version + 1).Select(v => (long?)v));
            last = snapshot.Version;
        }

        last.Should().BePositive("some runs must get as far as a commit");
        (await table.ReadIdsAsync()).Should().Equal(Enumerable.Range(0, (int)last + 1).Select(i => (long)i));
        for (var version = 0L; version <= last; version += 1 + (last / Kills))
            (await DeltaTable.ForPath(table.Path).GetSnapshotAsync(version, TestTable.Cancel)).Files.Should().HaveCount((int)version + 1);
    }

    [Fact]
    public async Task Kill_WhileFilesAreRewrittenCompactedAndCheckpointed_EveryAcknowledgedRowOnceAndAtMostOneMore()
    {
        var random = new Random(20260302);
        var (version, rows) = (-1L, 0L);
        for (var kill = 0; kill < Kills / 2; kill++)
        {
            using var writer = WriterProcess.Start(WriterCommands.Churn, table.Path);
            (await writer.ReadLineAsync(TestTable.Cancel)).Should().Be("ready");
            var first = await writer.ReadLineAsync(TestTable.Cancel);
            await Task.Delay(random.Next(ColdMillis), TestTable.Cancel);
            writer.Kill();
            foreach (var line in (await writer.FinishAsync(TestTable.Cancel)).Lines.Prepend(first!).Select(l => l.Split(' ')))
            {
                // A line that was cut off at its end may miss its last digits.
                if (line is [var at, var count]) (version, rows) = (long.Parse(at, CultureInfo.InvariantCulture), Math.Max(rows, long.Parse(count, CultureInfo.InvariantCulture)));
            }

            var snapshot = await DeltaTable.ForPath(table.Path).GetSnapshotAsync(ct: TestTable.Cancel);
            var ids = await table.IdsOfAsync(snapshot.Scan());

            snapshot.Version.Should().BeGreaterThanOrEqualTo(version, "a commit that was acknowledged stays");
            ids.Order().Should().Equal(Enumerable.Range(0, ids.Length).Select(i => (long)i), "no row is lost or doubled");
            ids.Length.Should().BeInRange((int)rows, (int)rows + 1, "at most the commit that was not acknowledged is there too");
            rows = ids.Length;
        }

        var log = new DirectoryInfo(Path.Combine(table.Path, "_delta_log"));
        var last = log.GetFiles("*.json").Max(f => long.Parse(Path.GetFileNameWithoutExtension(f.Name), CultureInfo.InvariantCulture));
        log.GetFiles("*.json").Should().HaveCount((int)last + 1, "versions are contiguous");
        log.GetFiles("*.checkpoint.parquet").Should().NotBeEmpty();
        for (var v = 0L; v <= last; v += 1 + (last / 8)) await table.ReadIdsAsync(v);
    }
}

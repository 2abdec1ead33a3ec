using System.Globalization;

namespace Lakehouse.Delta.Tests.Processes;

public sealed class MultiProcessTests(ITestOutputHelper output) : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task Append_SeveralProcesses_NoCommitIsLostAndEveryTransactionLandsOnce()
    {
        var (writers, appends) = DurabilitySize.Full ? (8, 500) : (3, 40);
        var shared = appends / WriterCommands.SharedEvery;
        var commits = (writers * appends) + shared;
        await table.CreateAsync();
        var start = TimeProvider.System.GetTimestamp();

        var processes = Enumerable.Range(0, writers).Select(w => WriterProcess.Start(WriterCommands.Append, table.Path, $"{w}", $"{appends}")).ToList();
        var ends = await Task.WhenAll(processes.Select(p => p.FinishAsync(TestTable.Cancel)));
        processes.ForEach(p => p.Dispose());

        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        output.WriteLine($"{writers} processes made {commits} commits in {seconds:F1} s, {commits / seconds:F0} a second");
        ends.Should().OnlyContain(e => e.ExitCode == 0);
        ends.SelectMany(e => e.Lines).Select(l => long.Parse(l, CultureInfo.InvariantCulture)).Order().Should().Equal(Range(1, commits));
        await VerifyAsync(writers, appends, shared);
        var log = new DirectoryInfo(Path.Combine(table.Path, "_delta_log"));
        log.GetFiles("*.tmp").Should().BeEmpty();
        log.GetFiles("*.json").Select(f => long.Parse(Path.GetFileNameWithoutExtension(f.Name), CultureInfo.InvariantCulture)).Order().Should().Equal(Range(0, commits + 1));
        log.GetFiles("*.checkpoint.parquet").Should().HaveCount(commits / 10);

        foreach (var checkpoint in log.GetFiles("*checkpoint*")) checkpoint.Delete();
        await VerifyAsync(writers, appends, shared);
    }

    private async Task VerifyAsync(int writers, int appends, int shared)
    {
        var snapshot = await DeltaTable.ForPath(table.Path).GetSnapshotAsync(ct: TestTable.Cancel);
        (await table.IdsOfAsync(snapshot.Scan())).Order().Should().Equal([.. Range(0, writers * appends), .. Range(WriterCommands.SharedIds, shared)]);
        snapshot.Transactions.Should().HaveCount(writers + 1).And.Contain("shared", shared - 1);
        snapshot.Transactions.Where(t => t.Key != "shared").Should().OnlyContain(t => t.Value == appends - 1);
    }

    private static IEnumerable<long> Range(long first, int count) => Enumerable.Range(0, count).Select(i => first + i);
}

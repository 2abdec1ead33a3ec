using System.Globalization;

namespace Lakehouse.Delta.Tests.Processes;

public sealed class MultiProcessTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task Append_ThreeProcesses_NoCommitIsLostAndEveryTransactionLandsOnce()
    {
        const int writers = 3, appends = 40, shared = appends / WriterCommands.SharedEvery;
        await table.CreateAsync();

        var processes = Enumerable.Range(0, writers).Select(w => WriterProcess.Start(WriterCommands.Append, table.Path, $"{w}", $"{appends}")).ToList();
        var ends = await Task.WhenAll(processes.Select(p => p.FinishAsync(TestTable.Cancel)));
        processes.ForEach(p => p.Dispose());

        ends.Should().OnlyContain(e => e.ExitCode == 0);
        var versions = ends.SelectMany(e => e.Lines).Select(l => long.Parse(l, CultureInfo.InvariantCulture));
        versions.Order().Should().Equal(Range(1, (writers * appends) + shared));
        (await table.ReadIdsAsync()).Order().Should().Equal([.. Range(0, writers * appends), .. Range(WriterCommands.SharedIds, shared)]);
        (await table.Table.GetSnapshotAsync(ct: TestTable.Cancel)).Transactions.Should().HaveCount(writers + 1).And.Contain("shared", shared - 1);
        Directory.EnumerateFiles(Path.Combine(table.Path, "_delta_log"), "*.tmp").Should().BeEmpty();
    }

    private static IEnumerable<long> Range(long first, int count) => Enumerable.Range(0, count).Select(i => first + i);
}

using System.Globalization;
using Lakehouse.Delta.Maintenance;
using Lakehouse.Delta.Tests.Processes;

namespace Lakehouse.Delta.Tests.Maintenance;

public sealed class KilledMaintenanceTests : IDisposable
{
    private const int Kills = 8;
    private const int Millis = 250;
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task Kill_InTheMiddleOfOptimizeAndVacuum_EveryRowIsThereOnceAndMaintenanceGoesOn()
    {
        var random = new Random(20260302);
        var acknowledged = -1L;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var writer = WriterProcess.Start(WriterCommands.Maintain, table.Path);
            (await writer.ReadLineAsync(TestTable.Cancel)).Should().Be("ready");
            var first = await writer.ReadLineAsync(TestTable.Cancel);
            await Task.Delay(random.Next(Millis), TestTable.Cancel);
            writer.Kill();
            var lines = (await writer.FinishAsync(TestTable.Cancel)).Lines.Append(first);
            acknowledged = lines.Select(l => long.TryParse(l, CultureInfo.InvariantCulture, out var id) ? id : -1).Append(acknowledged).Max();

            var ids = (await table.IdsOfAsync((await DeltaTable.ForPath(table.Path).GetSnapshotAsync(ct: TestTable.Cancel)).Scan())).Order().ToList();
            ids.Should().Equal(Enumerable.Range(0, ids.Count).Select(i => (long)i));
            ids.Count.Should().BeGreaterThan((int)acknowledged, "a row that was acknowledged stays");
        }

        var check = await DeltaTable.ForPath(table.Path).CheckAsync(ct: TestTable.Cancel);
        check.Findings.Where(f => f.Severity != CheckSeverity.Info).Should().BeEmpty();
    }
}

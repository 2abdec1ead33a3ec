using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Delta.Tests.Maintenance;

/// <summary>Random histories of writes and maintenance against a model that keeps each version's rows: what is pinned, and the newest version, always have them.</summary>
public sealed class MaintenanceModelTests : IDisposable
{
    private static readonly string[] Steps = ["append", "append", "append", "overwrite", "delete", "optimize", "optimize", "sort", "vacuum", "restore", "clean up", "pin"];
    private readonly TestTable table = new();
    private readonly List<long[]> model = [];
    private readonly HashSet<long> pins = [];

    public void Dispose() => table.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task History_RandomWritesAndMaintenance_PinnedAndNewestVersionsKeepTheirRows(int seed)
    {
        var random = new Random(seed);
        await table.CreateAsync(first: 0, count: 2, new Dictionary<string, string> { ["delta.checkpointInterval"] = "4" });
        model.Add([0, 1]);
        for (var i = 0; i < 25; i++)
        {
            var step = Steps[random.Next(Steps.Length)];
            await StepAsync(step, random);
            (await table.NewestAsync()).Version.Should().Be(model.Count - 1, "step {0} is {1}", i, step);
            await SameAsync(model.Count - 1, step);
        }

        foreach (var pin in pins) await SameAsync(pin, "the end");
        var check = await DeltaTable.ForPath(table.Path).CheckAsync(new CheckOptions { Depth = CheckDepth.Rows, Retained = Retained }, TestTable.Cancel);
        check.Findings.Where(f => f.Severity != CheckSeverity.Info).Should().BeEmpty();
    }

    private RetainedVersions Retained => new(pins, Since: null);

    private async Task StepAsync(string step, Random random)
    {
        switch (step)
        {
            case "pin":
                pins.Add(model.Count - 1);
                break;
            case "vacuum":
                await table.VacuumAllBut([.. pins]);
                foreach (var pin in pins) await SameAsync(pin, step);
                break;
            case "clean up":
                await table.Table.CleanUpLogAsync(new LogCleanupOptions { Retained = Retained }, TestTable.Cancel);
                foreach (var pin in pins) await SameAsync(pin, step);
                break;
            case "optimize":
                await MaintainedAsync(table.OptimizeAsync());
                break;
            case "sort":
                await MaintainedAsync(table.OptimizeAsync(new OptimizeOptions { SortBy = ["id"] }));
                break;
            case "restore":
                var target = pins.Append(model.Count - 1).ElementAt(random.Next(pins.Count + 1));
                var restored = await table.Table.RestoreAsync(new RestoreOptions { Version = target }, TestTable.Cancel);
                if (restored.Version is not null) model.Add(model[(int)target]);
                break;
            default:
                await WriteAsync(step, random);
                break;
        }
    }

    private async Task MaintainedAsync(Task<OptimizeResult> optimize)
    {
        var rows = model[^1];
        if ((await optimize).Version is { } version) model.AddRange(Enumerable.Repeat(rows, (int)version - model.Count + 1));
    }

    private async Task WriteAsync(string step, Random random)
    {
        var snapshot = await table.NewestAsync();
        var transaction = table.Table.Begin(snapshot, "WRITE");
        List<long> rows = [.. model[^1]];
        if (step == "overwrite")
        {
            transaction.RemoveAll();
            rows.Clear();
        }
        else if (step == "delete" && snapshot.Files.Count > 0)
        {
            var file = snapshot.Files[random.Next(snapshot.Files.Count)];
            foreach (var id in await table.IdsOfAsync(snapshot.Scan([file]))) rows.Remove(id);
            transaction.Remove(file);
        }

        var (first, count) = (random.Next(50), random.Next(4));
        await transaction.WriteQueryAsync(table.Session, TestTable.Ids(first, count), ct: TestTable.Cancel);
        rows.AddRange(Enumerable.Range(first, count).Select(i => (long)i));
        (await transaction.CommitAsync(TestTable.Cancel)).Should().BeOfType<Committed>();
        model.Add([.. rows]);
    }

    private async Task SameAsync(long version, string when)
    {
        var cold = await DeltaTable.ForPath(table.Path).GetSnapshotAsync(version, TestTable.Cancel);
        (await table.IdsOfAsync(cold.Scan())).Order().Should().Equal(model[(int)version].Order(), "version {0} after {1}", version, when);
    }
}

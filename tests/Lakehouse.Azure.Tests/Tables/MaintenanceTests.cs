using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta;
using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Azure.Tests.Tables;

public sealed class MaintenanceTests : DoubleTest, IDisposable
{
    private readonly DirectoryInfo local = Directory.CreateTempSubdirectory("lakehouse-maintenance-");

    public void Dispose() => local.Delete(recursive: true);

    [Fact]
    public async Task OptimizeRestoreVacuum_TableInAnAccount_KeepRowsAndDeleteOnlyWhatNobodyNeeds()
    {
        var table = new AzureTable(Options, local.FullName, "kept").Open();
        await AzureTable.CreateAsync(table, Development.Cancel);
        for (var i = 1; i <= 4; i++) await AzureTable.AppendAsync(table, i, writer: null, Development.Cancel);

        var optimized = await table.OptimizeAsync(ct: Development.Cancel);
        await AzureTable.AppendAsync(table, 5, writer: null, Development.Cancel);
        await table.RestoreAsync(new RestoreOptions { Version = optimized.Version }, Development.Cancel);
        var vacuumed = await VacuumUntilItFindsAsync(table, files: 5);

        optimized.FilesRemoved.Should().Be(4);
        vacuumed.Files.Should().HaveCount(5, "four small files were merged and the fifth was taken back");
        var other = new AzureTable(Options, Path.Combine(local.FullName, "other"), "kept").Open();
        (await AzureTable.ReadAsync(other)).Order().Should().Equal(1, 2, 3, 4);
        var lost = () => AzureTable.ReadAsync(other, version: 4);
        (await lost.Should().ThrowAsync<DeltaException>()).Which.Code.Should().Be(DeltaErrorCode.FileMissing);
    }

    /// <summary>The store's times have whole seconds: a file of this second is not older than now.</summary>
    private static async Task<VacuumResult> VacuumUntilItFindsAsync(DeltaTable table, int files)
    {
        var options = new VacuumOptions { Retention = TimeSpan.Zero, AllowShorterRetention = true };
        for (var attempt = 0; ; attempt++)
        {
            var dry = await table.VacuumAsync(options with { DryRun = true }, Development.Cancel);
            if (dry.Files.Count >= files || attempt == 50) return await table.VacuumAsync(options, Development.Cancel);
            await Task.Delay(TimeSpan.FromMilliseconds(100), Development.Cancel);
        }
    }
}

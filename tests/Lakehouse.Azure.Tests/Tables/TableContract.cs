using System.Text;
using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta;
using Lakehouse.Delta.Storage.Azure;

namespace Lakehouse.Azure.Tests.Tables;

/// <summary>What tables do in any account.</summary>
public abstract class TableContract : IDisposable
{
    private readonly DirectoryInfo local = Directory.CreateTempSubdirectory("lakehouse-tables-");

    public void Dispose()
    {
        local.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Append_PastACheckpoint_EveryVersionIsReadByAnotherHandleWithAnEmptyCache()
    {
        const int commits = 7;
        var (options, name) = (await OptionsAsync(), $"warehouse/{Guid.NewGuid():N}");
        var table = new AzureTable(options, local.FullName, name).Open();
        await AzureTable.CreateAsync(table, Development.Cancel, checkpointInterval: 3);
        for (var i = 1; i <= commits; i++) await AzureTable.AppendAsync(table, i, writer: null, Development.Cancel);

        var other = new AzureTable(options, Path.Combine(local.FullName, "other"), name).Open();

        (await AzureTable.ReadAsync(other)).Order().Should().Equal(Enumerable.Range(1, commits).Select(i => (long)i));
        (await AzureTable.ReadAsync(other, version: 4)).Order().Should().Equal(1, 2, 3, 4);
        var hint = await Development.Open(options, name).ReadAsync("_delta_log/_last_checkpoint", Development.Cancel);
        Encoding.UTF8.GetString(hint!).Should().Contain("\"version\":6");
    }

    [Fact]
    public async Task Append_SeveralWriters_EveryCommitLandsOnceAndNoVersionIsMissing()
    {
        const int writers = 4, appends = 6;
        var table = new AzureTable(await OptionsAsync(), local.FullName, $"{Guid.NewGuid():N}");
        await AzureTable.CreateAsync(table.Open(), Development.Cancel);

        var versions = await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(async () =>
        {
            var (own, done) = (table.Open(), new List<long>());
            for (var i = 0; i < appends; i++) done.Add(((Committed)await AzureTable.AppendAsync(own, (w * appends) + i, writer: null, Development.Cancel)).Version);
            return done;
        })));

        versions.SelectMany(v => v).Order().Should().Equal(Enumerable.Range(1, writers * appends).Select(v => (long)v));
        (await AzureTable.ReadAsync(table.Open())).Order().Should().Equal(Enumerable.Range(0, writers * appends).Select(i => (long)i));
    }

    [Fact]
    public async Task Exists_NothingThere_IsFalse()
    {
        var table = new AzureTable(await OptionsAsync(), local.FullName, $"{Guid.NewGuid():N}").Open();

        (await table.ExistsAsync(Development.Cancel)).Should().BeFalse();
    }

    private protected abstract Task<AzureStorageOptions> OptionsAsync();
}

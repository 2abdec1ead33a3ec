using Lakehouse.Azure.Double;
using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta;

namespace Lakehouse.Azure.Tests.Tables;

/// <summary>Many writers of one table while answers get lost.</summary>
public sealed class FaultyWritersTests : DoubleTest, IDisposable
{
    private const int Writers = 8;
    private const int Appends = 40;

    private readonly DirectoryInfo local = Directory.CreateTempSubdirectory("lakehouse-faults-");

    public void Dispose() => local.Delete(recursive: true);

    [Fact]
    public async Task Append_AnswersLostAndServiceBusy_NoGapNoDuplicateAndEveryWriterKnowsItsOwn()
    {
        // Four of ten writes are disturbed: with fewer repetitions one of so many would use them up.
        var table = new AzureTable(Options with { MaxRetries = 16 }, local.FullName, "table");
        await AzureTable.CreateAsync(table.Open(), Development.Cancel);
        Account.Plan = new RandomFaults(seed: 7, lostPercent: 20, busyPercent: 15, errorPercent: 5).Next;

        var claims = await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => AppendAllAsync(table.Open(), w))));
        Account.Plan = _ => default;

        var owners = claims.SelectMany(c => c).ToDictionary(c => c.Version, string? (c) => c.Writer);
        owners.Keys.Order().Should().Equal(Enumerable.Range(1, Writers * Appends).Select(v => (long)v));
        var found = new Dictionary<long, string?>();
        await foreach (var commit in table.Open().GetCommitsAsync(1, long.MaxValue, Development.Cancel)) found.Add(commit.Version, commit.UserMetadata);
        found.Should().Equal(owners);
        var fresh = await table.Open().GetSnapshotAsync(ct: Development.Cancel);
        fresh.Version.Should().Be(Writers * Appends);
        fresh.Files.Should().HaveCount(Writers * Appends);
    }

    private static async Task<List<(long Version, string Writer)>> AppendAllAsync(DeltaTable table, int writer)
    {
        var claims = new List<(long Version, string Writer)>();
        for (var i = 0; i < Appends; i++)
        {
            var mark = $"writer {writer}, append {i}";
            var committed = await AzureTable.AppendAsync(table, (writer * Appends) + i, mark, Development.Cancel);
            claims.Add((committed.Should().BeOfType<Committed>().Which.Version, mark));
        }

        return claims;
    }
}

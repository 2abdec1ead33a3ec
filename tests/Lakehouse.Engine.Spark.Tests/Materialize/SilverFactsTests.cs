using System.Numerics;
using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb.Tests.Materialize;
using Lakehouse.Engine.Spark.Materialize;
using Lakehouse.Features.Definitions;
using Lakehouse.Testing;

namespace Lakehouse.Engine.Spark.Tests.Materialize;

/// <summary>What statistics prove is true of the rows, and nothing is proved by files that say less.</summary>
public sealed class SilverFactsTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Fact]
    public async Task Facts_OfFilesWithStatistics_BoundRowsNumbersAndKeys()
    {
        var files = await FilesAsync([Trip("t1", 5), Trip("t2", null)], [Trip("t3", long.MinValue)]);

        var facts = new SilverFacts(Trips.State(), files);

        facts.Bounds.Events.Should().Be(3);
        facts.Bounds.GreatestMagnitudes["delay"].Should().Be(BigInteger.Pow(2, 63));
        facts.Bounds.GreatestMagnitudes["line"].Should().Be(1);
        facts.KeyMayBeNull.Should().BeFalse();
    }

    [Fact]
    public async Task Facts_WhereAKeyIsNullOrComputed_SaySo()
    {
        var files = await FilesAsync([Trip("t1", 5, city: null)]);

        new SilverFacts(Trips.State(), files).KeyMayBeNull.Should().BeTrue();
        new SilverFacts(Trips.WindowByUpperCity(60), await FilesAsync([Trip("t1", 5)])).KeyMayBeNull.Should().BeTrue();
    }

    [Fact]
    public async Task Facts_OfAFileWithoutStatistics_AreUnknown()
    {
        var file = (await FilesAsync([Trip("t1", 5)])).Single();
        var silent = new DataFile(file.Path, file.PartitionValues, file.Size, file.ModificationTimeMillis);

        var facts = new SilverFacts(Trips.State(), [file, silent]);

        facts.Bounds.Events.Should().BeNull();
        facts.Bounds.GreatestMagnitudes.Should().BeEmpty();
        facts.KeyMayBeNull.Should().BeTrue();
    }

    public void Dispose() => directory.Dispose();

    private static EventChange Trip(string id, long? delay, string? city = "home") => new(Trips.Row(id, time: 100, city, line: 1, delay), Deleted: false);

    private async Task<IReadOnlyList<DataFile>> FilesAsync(params EventChange[][] batches)
    {
        var lake = new SilverLake(directory.Sub(Guid.NewGuid().ToString("N")), Trips.Contract);
        foreach (var batch in batches) await lake.CommitAsync(batch);
        return (await lake.Silver.GetSnapshotAsync(ct: TestContext.Current.CancellationToken)).Files;
    }
}

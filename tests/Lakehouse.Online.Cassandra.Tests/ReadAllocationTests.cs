using Lakehouse.Cassandra.TestHost;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online.Conformance;
using Microsoft.Extensions.Time.Testing;

namespace Lakehouse.Online.Cassandra.Tests;

/// <summary>A ceiling of what one lookup allocates in this process, from the store's call down to the socket and back.</summary>
[CollectionDefinition(nameof(ReadAllocationTests), DisableParallelization = true)]
[Collection(nameof(ReadAllocationTests))]
public sealed class ReadAllocationTests(CassandraHost host)
{
    private const int Columns = 25;
    private const int Reads = 500;
    private const long MostBytes = 3_072;
    private const double MostWorkItems = 2;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_OneKeyOfTwentyFiveDoubles_AllocatesBelowTheCeiling()
    {
        var view = SampleViews.State("wide", [SampleViews.Key("customer", DataType.Int64)], [.. Enumerable.Range(0, Columns).Select(i => new Field($"f{i}", DataType.Double))]);
        // A clock that stands still: the marker is read once.
        await using var store = new CassandraOnlineStore(TestStores.Options(await host.OneNodeAsync(Ct)), new FakeTimeProvider());
        await store.DeployAsync(view, 0, Ct);
        await store.WriteAsync(view, 0, [new([Value.Int64(1)], 10, 10, [.. Enumerable.Range(0, Columns).Select(i => Value.Double(i))], Retracted: false, 1)], Ct);
        await store.WriteMarkerAsync(view.Id, new(0, 1_000, 1, 1, null, "sha256:00"), Ct);

        var (bytes, items) = await LeastAsync(store, view);

        bytes.Should().BeLessThan(MostBytes, "of the row's own objects and of one statement, not of timers, tasks and plans");
        items.Should().BeLessThan(MostWorkItems, "the caller sends by itself, and the thread that receives hands out");
    }

    /// <summary>The least of several rounds: the driver's and the runtime's own checks allocate too.</summary>
    private static async Task<(long Bytes, double WorkItems)> LeastAsync(CassandraOnlineStore store, EntityViewDefinition view)
    {
        // As a server has it: each call can be cancelled.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        Value[][] keys = [[Value.Int64(1)]];
        var (least, fewest) = (long.MaxValue, double.MaxValue);
        for (var round = 0; round < 10; round++)
        {
            var (bytes, items) = (GC.GetTotalAllocatedBytes(precise: true), ThreadPool.CompletedWorkItemCount);
            for (var read = 0; read < Reads; read++)
            {
                if ((await store.ReadAsync(view, keys, 100, stop.Token)).Rows[0] is null) throw new InvalidOperationException("A read found no row.");
            }

            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / Reads);
            fewest = Math.Min(fewest, (ThreadPool.CompletedWorkItemCount - items) / (double)Reads);
        }

        return (least, fewest);
    }
}

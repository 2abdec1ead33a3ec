using Grpc.Core;
using static Lakehouse.Client.Tests.Rolling.RollingLake;

namespace Lakehouse.Client.Tests.Rolling;

/// <summary>Three processes of the service on one store, and a client that calls them all the time.</summary>
public sealed class RollingTests
{
    private const int SomeCalls = 200;

    [Fact]
    public async Task Update_EachReplicaTerminatedAndReplaced_NoCallFails()
    {
        await using var lake = await RollingLake.StartAsync();
        await using var load = lake.Load((sensor, value) => value == Level(sensor, 1));
        var exitCodes = new List<int>();

        foreach (var replica in lake.Replicas)
        {
            await load.MoreAsync(SomeCalls);
            exitCodes.Add(await replica.TerminateAsync());
            await load.MoreAsync(SomeCalls);
            await replica.StartAsync();
        }

        await load.MoreAsync(SomeCalls);
        await load.DisposeAsync();
        load.Failures.Should().BeEmpty();
        load.WrongValues.Should().BeEmpty();
        exitCodes.Should().AllBeEquivalentTo(0, "a drain is a regular end");
    }

    [Fact]
    public async Task Kill_OneReplicaWithoutWarning_NoWrongValueAndOnlyClearFailures()
    {
        await using var lake = await RollingLake.StartAsync();
        await using var load = lake.Load((sensor, value) => value == Level(sensor, 1));

        await load.MoreAsync(SomeCalls);
        await lake.Replicas[0].KillAsync();
        await load.MoreAsync(2 * SomeCalls);
        await lake.Replicas[0].StartAsync();
        await load.MoreAsync(SomeCalls);

        await load.DisposeAsync();
        load.WrongValues.Should().BeEmpty();
        load.Failures.Select(f => f.StatusCode).Should().BeSubsetOf([StatusCode.Unavailable, StatusCode.DeadlineExceeded]);
        load.Failures.Count.Should().BeLessThan(20, "at most the calls in flight can be lost");
    }

    [Fact]
    public async Task Rebuild_StoreRefilledUnderLoad_EveryValueIsTheOldOrTheNewOne()
    {
        await using var lake = await RollingLake.StartAsync();
        await using var load = lake.Load((sensor, value) => value == Level(sensor, 1) || value == Level(sensor, 2));

        await load.MoreAsync(SomeCalls);
        await lake.WriteAsync(round: 2);
        await lake.RebuildAsync();
        await load.MoreAsync(SomeCalls);
        await load.DisposeAsync();
        await using var after = lake.Load((sensor, value) => value == Level(sensor, 2));
        await after.MoreAsync(SomeCalls);
        await after.DisposeAsync();

        load.Failures.Concat(after.Failures).Should().BeEmpty();
        load.WrongValues.Concat(after.WrongValues).Should().BeEmpty();
    }
}

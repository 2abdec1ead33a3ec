using System.Diagnostics;
using Grpc.Core;
using Lakehouse.Online.Sqlite;

namespace Lakehouse.Serving.Tests.Failover;

/// <summary>The service over two SQLite stores, one or both of which are taken away.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("failover-");
    private FaultyStore near = null!;
    private FaultyStore far = null!;
    private RegionPair pair = null!;

    public async ValueTask InitializeAsync()
    {
        (near, far) = (await StoreAsync("near", 7), await StoreAsync("far", 5));
        pair = await RegionPair.StartAsync(near, far);
    }

    [Fact]
    public async Task GetFeatures_PreferredStoreFailsAndComesBack_NoCallFails()
    {
        (await pair.LookupAsync()).Should().Be(7);
        near.IsDown = true;
        for (var i = 0; i < 50; i++) (await pair.LookupAsync()).Should().Be(5);

        near.IsDown = false;

        await RegionPair.UntilAsync(async () => await pair.LookupAsync() == 7);
        pair.Log.Lines.Should().ContainSingle(l => l.Contains("StoreLeftAlone") && l.Contains("near")).And.ContainSingle(l => l.Contains("StoreIsBack") && l.Contains("near"));
    }

    [Fact]
    public async Task GetFeatures_PreferredStoreHangs_AnswersWithinAFewSwitchTimes()
    {
        near.Hangs = true;
        var slowest = TimeSpan.Zero;

        for (var i = 0; i < 50; i++)
        {
            var start = Stopwatch.GetTimestamp();
            (await pair.LookupAsync()).Should().Be(5);
            slowest = Stopwatch.GetElapsedTime(start) is var took && took > slowest ? took : slowest;
        }

        slowest.Should().BeLessThan(TimeSpan.FromSeconds(1.5), "the attempt's own end comes after two seconds");
    }

    [Fact]
    public async Task Health_OneStoreDown_ServesAndNamesTheStore_BothDown_ServesNot()
    {
        await RegionPair.UntilAsync(() => pair.ServesAsync(""));
        near.IsDown = true;
        await RegionPair.UntilAsync(async () => !await pair.ServesAsync("store.near"));
        (await pair.ServesAsync("")).Should().BeTrue();
        (await pair.ServesAsync("store.far")).Should().BeTrue();

        far.IsDown = true;
        await RegionPair.UntilAsync(async () => !await pair.ServesAsync(""));
        var failure = (await pair.Awaiting(p => p.LookupAsync()).Should().ThrowAsync<RpcException>()).Which;
        failure.StatusCode.Should().Be(StatusCode.Unavailable);
        failure.Status.Detail.Should().Be("The online store cannot be read now; try again.");

        far.IsDown = false;
        await RegionPair.UntilAsync(() => pair.ServesAsync(""));
        await RegionPair.UntilAsync(async () => await pair.ServesAsync("store.far"));
        (await pair.LookupAsync()).Should().Be(5);
    }

    [Fact]
    public async Task GetFeatures_AllStoresHang_EndsAtTheDeadline()
    {
        near.Hangs = far.Hangs = true;
        using var client = new Lakehouse.Client.FeatureClient(pair.Server.Address, new() { Deadline = TimeSpan.FromMilliseconds(300), MaxAttempts = 1 });
        var start = Stopwatch.GetTimestamp();

        var lookup = () => client.GetFeaturesAsync(new Lakehouse.Client.FeatureQuery("delays@1").Key("airport", "ORD"), TestContext.Current.CancellationToken);

        (await lookup.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.DeadlineExceeded);
        Stopwatch.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(1.5));
    }

    public async ValueTask DisposeAsync()
    {
        await pair.DisposeAsync();
        directory.Delete(recursive: true);
    }

    private async Task<FaultyStore> StoreAsync(string name, long goldVersion)
    {
        var store = new SqliteOnlineStore(Path.Combine(directory.FullName, name, "online.db"));
        await RegionPair.FillAsync(store, goldVersion);
        return new(store);
    }
}

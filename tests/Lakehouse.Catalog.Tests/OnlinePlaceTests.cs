using Lakehouse.Catalog.Internal;
using Lakehouse.Delta;

namespace Lakehouse.Catalog.Tests;

public sealed class OnlinePlaceTests
{
    private const string Remote = "abfss://lake@account.dfs.core.windows.net/flights";

    [Fact]
    public void Of_LocalLake_LiesInTheLake() =>
        OnlinePlace.Of(TableDirectory.For("/data/lake"), configured: null).Should().Be("/data/lake/_online/online.db");

    [Fact]
    public void Of_RemoteLake_LiesOnThisMachineUnderANameOfItsOwn()
    {
        var place = OnlinePlace.Of(TableDirectory.For(Remote), configured: null);

        Path.IsPathRooted(place).Should().BeTrue();
        place.Should().Contain(Path.Combine("lakehouse", "online", "lake_account.dfs.core.windows.net_flights-"));
        OnlinePlace.Of(TableDirectory.For(Remote + "/"), configured: null).Should().Be(place);
        OnlinePlace.Of(TableDirectory.For(Remote.Replace("flights", "flight/s", StringComparison.Ordinal)), configured: null).Should().NotBe(place);
        OnlinePlace.Of(TableDirectory.For(Remote.Replace("flights", "flight_s", StringComparison.Ordinal)), configured: null)
            .Should().NotBe(OnlinePlace.Of(TableDirectory.For(Remote.Replace("flights", "flight/s", StringComparison.Ordinal)), configured: null), "the digest tells lakes apart whose names look alike");
    }

    [Fact]
    public void Of_ConfiguredDirectory_WinsForAnyLake() =>
        OnlinePlace.Of(TableDirectory.For(Remote), configured: "/fast/disk").Should().Be("/fast/disk/online.db");
}

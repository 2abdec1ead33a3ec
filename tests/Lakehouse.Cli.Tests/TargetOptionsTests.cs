using Lakehouse.Catalog;
using Lakehouse.Online.Cassandra;
using Lakehouse.Online.Targets;
using Lakehouse.Online.Targets.Internal;

namespace Lakehouse.Cli.Tests;

public sealed class TargetOptionsTests : IDisposable
{
    private readonly TestLake temp = new();

    [Fact]
    public async Task Options_OfATarget_AreItsSettings()
    {
        var lake = await OpenAsync("  targets:\n    eu: {store: cassandra, read_consistency: local_one, hedge_after: 7ms, hedge_budget: 0.5, retention: 36h}\n");

        var options = CassandraTargets.Options(lake, "eu", lake.Settings.OnlineTargets["eu"]);

        (options.ReadConsistency, options.HedgeAfter, options.HedgeBudget, options.Retention)
            .Should().Be((CassandraConsistency.LocalOne, TimeSpan.FromMilliseconds(7), 0.5, TimeSpan.FromHours(36)));
    }

    [Fact]
    public async Task Options_OfATargetWithoutSettings_AreTheStoresDefaults()
    {
        var lake = await OpenAsync("  targets:\n    eu: {store: cassandra}\n");

        var options = CassandraTargets.Options(lake, "eu", lake.Settings.OnlineTargets["eu"]);

        options.Should().BeEquivalentTo(new CassandraOnlineOptions { ContactPoints = ["127.0.0.1"], Keyspace = "lakehouse" });
    }

    [Fact]
    public async Task Failover_Settings_AreItsOptions()
    {
        var lake = await OpenAsync("  switch_after: 30ms\n  extra_reads: 0\n");

        var (read, unset) = (OnlineTargets.Failover(lake.Settings), OnlineTargets.Failover(new LakeSettings()));

        (read.SwitchAfter, read.ExtraReads).Should().Be((TimeSpan.FromMilliseconds(30), 0.0));
        unset.Should().Be(new Lakehouse.Online.Failover.FailoverOptions());
    }

    public void Dispose() => temp.Dispose();

    private async Task<Lake> OpenAsync(string online)
    {
        Directory.CreateDirectory(temp.Root);
        await File.WriteAllTextAsync(Path.Combine(temp.Root, "lakehouse.yaml"), "online:\n" + online, TestContext.Current.CancellationToken);
        return await Lake.OpenAsync(temp.Root, create: true, TimeProvider.System, TestContext.Current.CancellationToken);
    }
}

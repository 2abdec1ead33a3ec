namespace Lakehouse.Cassandra.TestHost.Tests;

public sealed class ThreeNodesTests(CassandraHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HealAsync_OneKilledAndOnePaused_RowReachesTheKilled()
    {
        var cluster = await host.ThreeNodesAsync(Ct);
        var keyspace = await cluster.NewKeyspaceAsync(Ct);
        await cluster.ExecuteAsync($"CREATE TABLE {keyspace}.t (k int PRIMARY KEY, v text)", Ct);
        await cluster.Nodes[2].KillAsync();
        cluster.Nodes[1].PauseProcess();

        await cluster.ExecuteAsync(cluster.Nodes[0], $"INSERT INTO {keyspace}.t (k, v) VALUES (1, 'a')", Ct);
        await cluster.HealAsync(Ct);
        await cluster.WaitForHintsAsync(Ct);

        cluster.Nodes.Should().OnlyContain(n => n.IsRunning);
        (await cluster.ExecuteAsync(cluster.Nodes[2], $"SELECT v FROM {keyspace}.t WHERE k = 1", Ct)).Should().ContainSingle();
    }
}

using System.Diagnostics;
using System.Text;

namespace Lakehouse.Cassandra.TestHost.Tests;

public sealed class SecuredNodeTests(CassandraHost host)
{
    private static readonly ClusterSettings Secured = new() { Auth = true, Tls = true, Proxied = true, DurableWrites = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Node_LoginTlsProxyAndKill_AllHold()
    {
        await using var cluster = await host.StartAsync(Secured, Ct);
        var keyspace = await cluster.NewKeyspaceAsync(Ct);
        var node = cluster.Nodes[0];
        await cluster.ExecuteAsync($"CREATE TABLE {keyspace}.t (k int PRIMARY KEY, v text)", Ct);
        await cluster.ExecuteAsync($"INSERT INTO {keyspace}.t (k, v) VALUES (1, 'a')", Ct);

        (await LogInAsync(cluster, cluster.App)).Should().BeNull();
        (await LogInAsync(cluster, cluster.App! with { Password = "wrong" })).Should().Be(0x0100);
        (await LogInAsync(cluster, new("cassandra", "cassandra"))).Should().Be(0x0100);

        await node.KillAsync();
        node.IsRunning.Should().BeFalse();
        await node.StartAsync(Ct);
        var rows = await cluster.ExecuteAsync($"SELECT v FROM {keyspace}.t WHERE k = 1", Ct);
        rows.Should().ContainSingle().Which[0].Should().Equal(Encoding.UTF8.GetBytes("a"));

        node.Proxy!.Delay = TimeSpan.FromMilliseconds(200);
        var start = Stopwatch.GetTimestamp();
        (await LogInAsync(cluster, cluster.App)).Should().BeNull();
        Stopwatch.GetElapsedTime(start).Should().BeGreaterThan(TimeSpan.FromMilliseconds(400));

        node.PauseProcess();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var asked = async () => await cluster.ExecuteAsync("SELECT key FROM system.local", patience.Token);
        await asked.Should().ThrowAsync<OperationCanceledException>();
        node.ResumeProcess();
        (await cluster.ExecuteAsync("SELECT key FROM system.local", Ct)).Should().ContainSingle();
    }

    private static async Task<int?> LogInAsync(CassandraCluster cluster, CassandraCredentials? credentials)
    {
        await using var client = await CqlClient.ConnectAsync(cluster.Nodes[0].EndPoint, tls: true, Ct);
        try
        {
            await client.StartAsync(credentials, Ct);
            return null;
        }
        catch (CqlException e)
        {
            return e.Code;
        }
    }
}

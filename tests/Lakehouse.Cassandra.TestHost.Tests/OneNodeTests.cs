namespace Lakehouse.Cassandra.TestHost.Tests;

public sealed class OneNodeTests(CassandraHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NewKeyspaceAsync_OneNode_HoldsRows()
    {
        var cluster = await host.OneNodeAsync(Ct);
        var keyspace = await cluster.NewKeyspaceAsync(Ct);

        await cluster.ExecuteAsync($"CREATE TABLE {keyspace}.t (k int PRIMARY KEY, v text)", Ct);
        await cluster.ExecuteAsync($"INSERT INTO {keyspace}.t (k, v) VALUES (1, 'a')", Ct);
        var rows = await cluster.ExecuteAsync($"SELECT v FROM {keyspace}.t WHERE k = 1", Ct);

        rows.Should().ContainSingle().Which[0].Should().Equal((byte)'a');
    }

    [Fact]
    public async Task ExecuteAsync_WrongStatement_GivesTheNodesWords()
    {
        var cluster = await host.OneNodeAsync(Ct);

        var act = () => cluster.ExecuteAsync("SELECT nothing", Ct);

        (await act.Should().ThrowAsync<CqlException>()).Which.Code.Should().Be(0x2000);
    }
}

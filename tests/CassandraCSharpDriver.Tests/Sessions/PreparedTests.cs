using Lakehouse.Cassandra.TestHost;

namespace Cassandra.Tests.Sessions;

public class PreparedTests(CassandraHost host) : OneNode(host)
{
    [Fact]
    public async Task Bind_TooFewValues_TheRestIsNotSet()
    {
        var table = await TableAsync();
        var insert = await Session.PrepareAsync($"INSERT INTO {table} (k, c, v) VALUES (?, ?, ?)");
        await Session.ExecuteAsync(insert.Bind("a", 1, 2.5));

        await Session.ExecuteAsync(insert.Bind("a", 1));

        (await Session.ExecuteAsync(new SimpleStatement($"SELECT v FROM {table}"))).Single().GetValue<double?>(0).Should().Be(2.5);
    }

    [Fact]
    public async Task Bind_Null_Deletes()
    {
        var table = await TableAsync();
        var insert = await Session.PrepareAsync($"INSERT INTO {table} (k, c, v) VALUES (?, ?, ?)");
        await Session.ExecuteAsync(insert.Bind("a", 1, 2.5));

        await Session.ExecuteAsync(insert.Bind("a", 1, null));

        (await Session.ExecuteAsync(new SimpleStatement($"SELECT v FROM {table}"))).Single().GetValue<double?>(0).Should().BeNull();
    }

    [Fact]
    public async Task Bind_AnonymousObject_BindsByName()
    {
        var table = await TableAsync();
        var insert = await Session.PrepareAsync($"INSERT INTO {table} (k, c, v) VALUES (?, ?, ?)");

        await Session.ExecuteAsync(insert.Bind(new { v = 2.5, C = 3, k = "a" }));

        (await Session.ExecuteAsync(new SimpleStatement($"SELECT c FROM {table}"))).Single().GetValue<int>(0).Should().Be(3);
    }

    [Fact]
    public async Task Bind_WrongValues_AreRefusedAtOnce()
    {
        var insert = await Session.PrepareAsync($"INSERT INTO {await TableAsync()} (k, c, v) VALUES (?, ?, ?)");

        var tooMany = () => insert.Bind("a", 1, 2.5, 4);
        var wrongType = () => insert.Bind("a", "one", 2.5);

        tooMany.Should().Throw<ArgumentException>();
        wrongType.Should().Throw<InvalidTypeException>();
    }

    [Fact]
    public async Task Bind_PartitionKey_RoutingKeyAndReplicasAreKnown()
    {
        var table = await TableAsync("a text, b bigint, c int, PRIMARY KEY ((b, a), c)");
        var insert = await Session.PrepareAsync($"INSERT INTO {table} (a, b, c) VALUES (?, ?, ?)");

        var bound = insert.Bind("xy", 5L, 1);

        insert.RoutingIndexes.Should().Equal(1, 0);
        bound.Keyspace.Should().Be(Keyspace);
        bound.RoutingKey!.RawRoutingKey.Should().Equal(0, 8, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 2, (byte)'x', (byte)'y', 0);
        insert.Bind(null, 5L, 1).RoutingKey.Should().BeNull();
        Cluster.GetReplicas(bound.Keyspace!, bound.RoutingKey.RawRoutingKey!).Should().Equal(Cluster.AllHosts());
    }

    [Fact]
    public async Task Prepare_SameText_SameStatement()
    {
        var table = await TableAsync();

        var first = await Session.PrepareAsync($"SELECT * FROM {table}");
        var second = await Session.PrepareAsync($"SELECT * FROM {table}");

        second.Should().BeSameAs(first);
    }

    [Fact]
    public async Task Execute_AfterAlterTable_IsPreparedAgainAndSeesTheNewColumn()
    {
        var table = await TableAsync();
        var select = await Session.PrepareAsync($"SELECT * FROM {table} WHERE k = ?");
        var insert = await Session.PrepareAsync($"INSERT INTO {table} (k, c, v) VALUES (?, ?, ?)");
        await Session.ExecuteAsync(insert.Bind("a", 1, 2.5));
        (await Session.ExecuteAsync(select.Bind("a"))).Columns.Should().HaveCount(3);

        await Session.ExecuteAsync(new SimpleStatement($"ALTER TABLE {table} ADD extra text"));
        await Session.ExecuteAsync(insert.Bind("a", 2, 3.5));
        await Session.ExecuteAsync(new SimpleStatement($"UPDATE {table} SET extra = 'new' WHERE k = 'a' AND c = 2"));
        var rows = (await Session.ExecuteAsync(select.Bind("a"))).ToList();

        rows.Should().HaveCount(2);
        rows[1].GetValue<string>("extra").Should().Be("new");
        rows[1].GetValue<double>("v").Should().Be(3.5);
    }

    [Fact]
    public async Task Execute_ColumnsAddedUnderLoad_NoErrorAndNoWrongValue()
    {
        var table = await TableAsync();
        var select = await Session.PrepareAsync($"SELECT * FROM {table} WHERE k = ?");
        var insert = await Session.PrepareAsync($"INSERT INTO {table} (k, c, v) VALUES (?, ?, ?)");
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, 16).Select(async worker =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await Session.ExecuteAsync(insert.Bind($"k{worker}", 1, (double)i));
                var row = (await Session.ExecuteAsync(select.Bind($"k{worker}"))).Single();
                row.GetValue<double>("v").Should().Be(i);
                row.GetValue<string>("k").Should().Be($"k{worker}");
            }
        }).ToArray();

        // Columns sort by name: each new one moves those behind it.
        for (var i = 0; i < 4; i++) await Session.ExecuteAsync(new SimpleStatement($"ALTER TABLE {table} ADD a{i} text"));
        await stop.CancelAsync();

        await Task.WhenAll(load);
        (await Session.ExecuteAsync(select.Bind("k0"))).Columns.Should().HaveCount(7);
    }

    [Fact]
    public async Task Execute_AfterDropTable_SaysThatTheTableIsGone()
    {
        var table = await TableAsync();
        var select = await Session.PrepareAsync($"SELECT * FROM {table} WHERE k = ?");
        await Session.ExecuteAsync(new SimpleStatement($"DROP TABLE {table}"));

        var executing = () => Session.ExecuteAsync(select.Bind("a"));

        await executing.Should().ThrowAsync<InvalidQueryException>();
    }

    [Fact]
    public async Task Prepare_Nonsense_IsASyntaxError()
    {
        var preparing = () => Session.PrepareAsync("SELEC nothing");

        await preparing.Should().ThrowAsync<SyntaxError>();
    }
}

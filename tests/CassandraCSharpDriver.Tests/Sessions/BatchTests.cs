using Lakehouse.Cassandra.TestHost;

namespace Cassandra.Tests.Sessions;

public sealed class BatchTests(CassandraHost host) : OneNode(host)
{
    [Theory]
    [InlineData(BatchType.Logged)]
    [InlineData(BatchType.Unlogged)]
    public async Task Execute_BoundAndSimple_AllAreWritten(BatchType type)
    {
        var table = await TableAsync();
        var insert = await Session.PrepareAsync($"INSERT INTO {table} (k, c, v) VALUES (?, ?, ?)");
        var batch = new BatchStatement().SetBatchType(type)
            .Add(insert.Bind("a", 1, 1.5))
            .Add(new SimpleStatement($"INSERT INTO {table} (k, c, v) VALUES (?, ?, ?)", "a", 2, 2.5))
            .Add(insert.Bind("a", 3));

        await Session.ExecuteAsync(batch);

        var rows = await Session.ExecuteAsync(new SimpleStatement($"SELECT c, v FROM {table} WHERE k = 'a'"));
        rows.Select(row => (row.GetValue<int>(0), row.GetValue<double?>(1))).Should().Equal((1, 1.5), (2, 2.5), (3, null));
    }

    [Fact]
    public async Task Execute_Counters_AreAdded()
    {
        var table = await TableAsync("k text PRIMARY KEY, n counter");
        var add = await Session.PrepareAsync($"UPDATE {table} SET n = n + ? WHERE k = ?");

        await Session.ExecuteAsync(new BatchStatement().SetBatchType(BatchType.Counter).Add(add.Bind(2L, "a")).Add(add.Bind(3L, "a")));

        (await Session.ExecuteAsync(new SimpleStatement($"SELECT n FROM {table}"))).Single().GetValue<long>(0).Should().Be(5);
    }

    [Fact]
    public async Task Execute_AfterAlter_IsPreparedAgain()
    {
        var table = await TableAsync();
        var insert = await Session.PrepareAsync($"INSERT INTO {table} (k, c, v) VALUES (?, ?, ?)");
        var update = await Session.PrepareAsync($"UPDATE {table} SET v = ? WHERE k = ? AND c = ?");
        await Session.ExecuteAsync(new SimpleStatement($"ALTER TABLE {table} ADD extra int"));

        await Session.ExecuteAsync(new BatchStatement().Add(insert.Bind("a", 1, 1.5)).Add(update.Bind(9.5, "a", 2)));

        (await Session.ExecuteAsync(new SimpleStatement($"SELECT v FROM {table}"))).Select(row => row.GetValue<double>(0)).Should().Equal(1.5, 9.5);
    }

    [Fact]
    public async Task Execute_ManyStatementsThatANodeLost_AllArePreparedAgain()
    {
        var table = await TableAsync("k text PRIMARY KEY, v0 int, v1 int, v2 int, v3 int, v4 int, v5 int");
        var updates = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Session.PrepareAsync($"UPDATE {table} SET v{i} = ? WHERE k = ?")));
        await Session.ExecuteAsync(new SimpleStatement($"ALTER TABLE {table} ADD extra int"));
        var batch = new BatchStatement();
        foreach (var update in updates) batch.Add(update.Bind(7, "a"));

        await Session.ExecuteAsync(batch);

        (await Session.ExecuteAsync(new SimpleStatement($"SELECT v0, v1, v2, v3, v4, v5 FROM {table}"))).Single().Should().AllBeEquivalentTo(7);
    }

    [Fact]
    public async Task RoutingKey_OfABatch_IsItsFirstStatements()
    {
        var table = await TableAsync();
        var insert = await Session.PrepareAsync($"INSERT INTO {table} (k, c, v) VALUES (?, ?, ?)");

        var batch = new BatchStatement().Add(new SimpleStatement("INSERT")).Add(insert.Bind("a", 1, 1.5));

        batch.RoutingKey!.RawRoutingKey.Should().Equal((byte)'a');
        batch.Keyspace.Should().Be(Keyspace);
        batch.IsEmpty.Should().BeFalse();
        new BatchStatement().IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void Add_ABatch_IsRefused()
    {
        var adding = () => new BatchStatement().Add(new BatchStatement());

        adding.Should().Throw<ArgumentException>();
    }
}

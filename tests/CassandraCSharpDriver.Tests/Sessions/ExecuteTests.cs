using Lakehouse.Cassandra.TestHost;

namespace Cassandra.Tests.Sessions;

public sealed class ExecuteTests(CassandraHost host) : OneNode(host)
{
    [Fact]
    public async Task Execute_CallersBlockTheirThreads_AllAreAnswered()
    {
        var statement = new SimpleStatement("SELECT key FROM system.local");

        var callers = Enumerable.Range(0, 40).Select(async _ =>
        {
            await Session.ExecuteAsync(statement);
            return Session.Execute(statement).Count();
        });

        (await Task.WhenAll(callers).WaitAsync(TimeSpan.FromSeconds(60), Ct)).Should().OnlyContain(count => count == 1);
    }

    [Fact]
    public async Task Execute_SimpleStatementWithValues_RowsComeBack()
    {
        var table = await TableAsync();

        await Session.ExecuteAsync(new SimpleStatement($"INSERT INTO {table} (k, c, v) VALUES (?, ?, ?)", "a", 1, 2.5));
        var rows = Session.Execute(new SimpleStatement($"SELECT k, c, v FROM {table} WHERE k = ?", "a"));

        var row = rows.Single();
        row.GetValue<string>("k").Should().Be("a");
        row.GetValue<int>("c").Should().Be(1);
        row.GetValue<double>("v").Should().Be(2.5);
    }

    [Fact]
    public async Task Execute_ValuesByName_ReachTheirMarkers()
    {
        var table = await TableAsync();

        var insert = $"INSERT INTO {table} (k, c, v) VALUES (:key, :clu, :val)";
        await Session.ExecuteAsync(new SimpleStatement(new Dictionary<string, object> { ["val"] = 2.5, ["clu"] = 7, ["key"] = "a" }, insert));
        await Session.ExecuteAsync(new SimpleStatement(insert, new { val = 3.5, clu = 8, key = "a" }));

        (await Session.ExecuteAsync(new SimpleStatement($"SELECT v FROM {table} WHERE k = 'a'"))).Select(row => row.GetValue<double>(0)).Should().Equal(2.5, 3.5);
    }

    [Fact]
    public void Execute_Info_NamesHostAndConsistency()
    {
        var rows = Session.Execute("SELECT key FROM system.local", ConsistencyLevel.One);

        rows.Info.QueriedHost.Should().Be(Cluster.AllHosts().Single().Address);
        rows.Info.TriedHosts.Should().ContainSingle();
        rows.Info.AchievedConsistency.Should().Be(ConsistencyLevel.One);
    }

    [Fact]
    public async Task Execute_StatementTimestamp_DecidesWhichWriteWins()
    {
        var table = await TableAsync();
        var later = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        await Session.ExecuteAsync(new SimpleStatement($"INSERT INTO {table} (k, c, v) VALUES ('a', 1, 1.0)").SetTimestamp(later));
        await Session.ExecuteAsync(new SimpleStatement($"INSERT INTO {table} (k, c, v) VALUES ('a', 1, 2.0)"));

        var row = (await Session.ExecuteAsync(new SimpleStatement($"SELECT v, WRITETIME(v) AS w FROM {table} WHERE k = 'a'"))).Single();
        row.GetValue<double>("v").Should().Be(1.0);
        row.GetValue<long>("w").Should().Be(later.ToUnixTimeMilliseconds() * 1000);
    }

    [Fact]
    public async Task Execute_ConditionalWrite_SaysWhetherItWasApplied()
    {
        var table = await TableAsync();
        var insert = new SimpleStatement($"INSERT INTO {table} (k, c, v) VALUES ('a', 1, 1.0) IF NOT EXISTS").SetSerialConsistencyLevel(ConsistencyLevel.LocalSerial);

        var first = (await Session.ExecuteAsync(insert)).Single();
        var second = (await Session.ExecuteAsync(insert)).Single();

        first.GetValue<bool>("[applied]").Should().BeTrue();
        second.GetValue<bool>("[applied]").Should().BeFalse();
        second.GetValue<double>("v").Should().Be(1.0);
    }

    [Fact]
    public void Execute_UnknownProfile_IsRefused()
    {
        var executing = () => Session.Execute("SELECT key FROM system.local", "analytics");

        executing.Should().Throw<ArgumentException>().WithMessage("*analytics*");
        Session.Execute("SELECT key FROM system.local", "default").Should().ContainSingle();
    }

    [Fact]
    public async Task ChangeKeyspace_UnqualifiedName_IsFound()
    {
        var table = await TableAsync();
        var name = table.Split('.')[1];

        using var other = await Cluster.ConnectAsync(Keyspace);
        Session.ChangeKeyspace(Keyspace);

        other.Keyspace.Should().Be(Keyspace);
        other.Execute($"SELECT * FROM {name}").Should().BeEmpty();
        Session.Keyspace.Should().Be(Keyspace);
        Session.Execute($"SELECT * FROM {name}").Should().BeEmpty();
    }

    [Fact]
    public async Task Connect_UnknownKeyspace_IsAnInvalidQuery()
    {
        var connecting = () => Cluster.ConnectAsync("no_such_keyspace");

        await connecting.Should().ThrowAsync<InvalidQueryException>();
    }

    [Fact]
    public async Task Execute_ManyAtOnce_EachGetsItsOwnAnswer()
    {
        var table = await TableAsync();
        var insert = await Session.PrepareAsync($"INSERT INTO {table} (k, c, v) VALUES (?, ?, ?)");
        var select = await Session.PrepareAsync($"SELECT c FROM {table} WHERE k = ?");
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Session.ExecuteAsync(insert.Bind($"k{i}", i, 1.0))));

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(async i => (Asked: i, Got: (await Session.ExecuteAsync(select.Bind($"k{i}"))).Single().GetValue<int>(0))));

        answers.Should().OnlyContain(answer => answer.Asked == answer.Got);
    }
}

using Cassandra.Internal.Ring;
using Cassandra.Tests.Sessions;
using Lakehouse.Cassandra.TestHost;

namespace Cassandra.Tests.Topology;

public sealed class MetadataTests(CassandraHost host) : OneNode(host)
{
    [Fact]
    public void AllHosts_AfterConnecting_AreDescribed()
    {
        var node = Cluster.AllHosts().Should().ContainSingle().Which;

        node.Address.Port.Should().Be(Node.Port);
        node.Datacenter.Should().Be(Node.LocalDatacenter);
        node.Rack.Should().Be("rack1");
        node.IsUp.Should().BeTrue();
        node.CassandraVersion!.Major.Should().Be(5);
        node.HostId.Should().NotBeEmpty();
        Cluster.GetHost(node.Address).Should().BeSameAs(node);
        Cluster.Metadata.ClusterName.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task GetTable_OwnTable_ColumnsAndKeysAsDeclared()
    {
        const string Columns = "a text, b int, c int, d double, s text static, m map<text, frozen<list<int>>>, PRIMARY KEY ((b, a), d, c)";
        var table = await TableAsync($"{Columns}) WITH CLUSTERING ORDER BY (d DESC, c ASC");
        var (keyspace, name) = (table.Split('.')[0], table.Split('.')[1]);

        var described = Cluster.Metadata.GetTable(keyspace, name)!;

        Cluster.Metadata.GetTables(keyspace).Should().Contain(name);
        described.PartitionKeys.Select(column => column.Name).Should().Equal("b", "a");
        described.ClusteringKeys.Select(key => (key.Item1.Name, key.Item2)).Should()
            .Equal(("d", DataCollectionMetadata.SortOrder.Descending), ("c", DataCollectionMetadata.SortOrder.Ascending));
        described.ColumnsByName["s"].IsStatic.Should().BeTrue();
        described.ColumnsByName["d"].TypeCode.Should().Be(ColumnTypeCode.Double);
        described.ColumnsByName["m"].TypeInfo.Should().BeOfType<MapColumnInfo>().Which.ValueTypeCode.Should().Be(ColumnTypeCode.List);
        Cluster.Metadata.GetTable(keyspace, "none").Should().BeNull();
    }

    [Fact]
    public async Task CreateKeyspace_OwnSession_IsKnownWhenItReturns()
    {
        var name = $"Made_{Guid.NewGuid():N}"[..20];

        Session.CreateKeyspaceIfNotExists(name, new Dictionary<string, string> { ["class"] = "NetworkTopologyStrategy", [Node.LocalDatacenter] = "1" });
        var made = Cluster.Metadata.GetKeyspace(name);
        Session.DeleteKeyspace(name);

        made!.StrategyClass.Should().Be("NetworkTopologyStrategy");
        made.Replication[Node.LocalDatacenter].Should().Be(1);
        Cluster.Metadata.GetKeyspace(name).Should().BeNull();
        Cluster.Metadata.GetKeyspaces().Should().NotContain(name).And.Contain("system");
        (await Cluster.Metadata.CheckSchemaAgreementAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task SchemaChangedEvent_ChangeOfAnother_IsRaisedAndTheKeyspaceKnown()
    {
        using var other = Builder().Build();
        var otherSession = await other.ConnectAsync();
        var changes = new System.Collections.Concurrent.ConcurrentQueue<SchemaChangedEventArgs>();
        Cluster.Metadata.SchemaChangedEvent += (_, e) => changes.Enqueue(e);
        var name = $"other_{Guid.NewGuid():N}"[..20];

        await otherSession.ExecuteAsync(new SimpleStatement($"CREATE KEYSPACE {name} WITH replication = {{'class':'SimpleStrategy','replication_factor':1}}"));
        await otherSession.ExecuteAsync(new SimpleStatement($"CREATE TABLE {name}.t (k int PRIMARY KEY)"));

        await Eventually.HoldsAsync(() => changes.Any(e => e.Keyspace == name && e.Table == "t" && e.What == SchemaChangedEventArgs.Kind.Created), Ct);
        await Eventually.HoldsAsync(() => Cluster.Metadata.GetKeyspace(name) is not null, Ct);
    }

    [Fact]
    public async Task Token_RandomKeys_AreTheServers()
    {
        var table = await TableAsync("k blob PRIMARY KEY");
        var select = await Session.PrepareAsync($"SELECT token(k) FROM {table} WHERE k = ?");
        var insert = await Session.PrepareAsync($"INSERT INTO {table} (k) VALUES (?)");
        var random = new Random(7);

        for (var length = 1; length <= 70; length++)
        {
            var key = new byte[length];
            random.NextBytes(key);
            await Session.ExecuteAsync(insert.Bind(key));
            var row = (await Session.ExecuteAsync(select.Bind(key))).Single();

            row.GetValue<long>(0).Should().Be(Murmur3.Token(key));
        }
    }
}

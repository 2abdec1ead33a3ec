using System.Net;
using Lakehouse.Cassandra.TestHost;

namespace Cassandra.Tests.Sessions;

public sealed class ErrorTests(CassandraHost host) : OneNode(host)
{
    [Fact]
    public async Task Execute_ServerRefuses_TypedException()
    {
        var table = await TableAsync();
        var (keyspace, name) = (table.Split('.')[0], table.Split('.')[1]);

        await ((Func<Task>)(() => RunAsync("SELEC 1"))).Should().ThrowAsync<SyntaxError>();
        await ((Func<Task>)(() => RunAsync($"SELECT nothing FROM {table}"))).Should().ThrowAsync<InvalidQueryException>();
        var taken = await ((Func<Task>)(() => RunAsync($"CREATE TABLE {table} (k int PRIMARY KEY)"))).Should().ThrowAsync<AlreadyExistsException>();
        taken.Which.Keyspace.Should().Be(keyspace);
        taken.Which.Table.Should().Be(name);
        await ((Func<Task>)(() => RunAsync($"CREATE KEYSPACE x{name} WITH replication = {{'class': 'NoSuchStrategy'}}"))).Should().ThrowAsync<QueryValidationException>();
    }

    [Fact]
    public async Task Execute_MoreReplicasThanNodes_Unavailable()
    {
        var table = await TableAsync();

        var executing = () => Session.ExecuteAsync(new SimpleStatement($"SELECT * FROM {table} WHERE k = 'a'").SetConsistencyLevel(ConsistencyLevel.Three));

        var thrown = await executing.Should().ThrowAsync<UnavailableException>();
        thrown.Which.Consistency.Should().Be(ConsistencyLevel.Three);
        thrown.Which.RequiredReplicas.Should().Be(3);
        thrown.Which.AliveReplicas.Should().Be(1);
    }

    [Fact]
    public async Task Execute_DowngradingPolicyOfTheStatement_IsAskedAndLowersTheLevel()
    {
        var table = await TableAsync();

        var rows = await Session.ExecuteAsync(new SimpleStatement($"SELECT * FROM {table} WHERE k = 'a'")
            .SetConsistencyLevel(ConsistencyLevel.Three).SetRetryPolicy(DowngradingConsistencyRetryPolicy.Instance));

        rows.Info.AchievedConsistency.Should().Be(ConsistencyLevel.One);
    }

    [Fact]
    public async Task Connect_NobodyThere_NoHostAvailableNamesTheAddress()
    {
        using var cluster = Cassandra.Cluster.Builder().AddContactPoint(new IPEndPoint(IPAddress.Loopback, 1)).Build();

        var connecting = () => cluster.ConnectAsync();

        var thrown = await connecting.Should().ThrowAsync<NoHostAvailableException>();
        thrown.Which.Errors.Should().ContainKey(new IPEndPoint(IPAddress.Loopback, 1)).WhoseValue.Should().BeOfType<System.Net.Sockets.SocketException>();
    }

    [Fact]
    public void Build_NoContactPoint_IsRefused()
    {
        var building = () => Cassandra.Cluster.Builder().Build();

        building.Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task Connect_DatacenterThatIsNone_IsRefusedWithTheKnownOnes()
    {
        using var cluster = Builder().WithLoadBalancingPolicy(new DefaultLoadBalancingPolicy("elsewhere")).Build();

        var connecting = () => cluster.ConnectAsync();

        await connecting.Should().ThrowAsync<ArgumentException>().WithMessage($"*elsewhere*{Node.LocalDatacenter}*");
    }

    [Fact]
    public async Task Execute_HostOutsideThePolicy_IsNotAsked()
    {
        using var cluster = Builder().WithLoadBalancingPolicy(new NobodyPolicy()).Build();
        using var session = await cluster.ConnectAsync();

        var executing = () => session.ExecuteAsync(new SimpleStatement("SELECT key FROM system.local").SetHost(cluster.AllHosts().Single()));

        (await executing.Should().ThrowAsync<NoHostAvailableException>()).Which.Errors.Values.Should().ContainSingle().Which.Message.Should().Contain("ignores");
    }

    [Fact]
    public async Task Execute_KeyspaceDroppedByAnother_SaysSoAndQualifiedNamesGoOn()
    {
        var name = $"dropped_{Guid.NewGuid():N}"[..20];
        Session.CreateKeyspace(name);
        using var cluster = Builder().Build();
        using var session = await cluster.ConnectAsync(name);
        Session.DeleteKeyspace(name);

        var unqualified = () => session.ExecuteAsync(new SimpleStatement("SELECT * FROM t"));

        await unqualified.Should().ThrowAsync<InvalidQueryException>();
        (await session.ExecuteAsync(new SimpleStatement("SELECT key FROM system.local"))).Should().ContainSingle();
    }

    [Fact]
    public async Task Execute_AfterShutdown_IsRefused()
    {
        using var session = await Cluster.ConnectAsync();
        await session.ShutdownAsync();

        var executing = () => session.ExecuteAsync(new SimpleStatement("SELECT key FROM system.local"));

        session.IsDisposed.Should().BeTrue();
        await executing.Should().ThrowAsync<ObjectDisposedException>();
    }

    private sealed class NobodyPolicy : ILoadBalancingPolicy
    {
        public void Initialize(ICluster cluster)
        {
        }

        public HostDistance Distance(Host host) => HostDistance.Ignored;

        public IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query) => [];
    }

    private Task<RowSet> RunAsync(string query) => Session.ExecuteAsync(new SimpleStatement(query));
}

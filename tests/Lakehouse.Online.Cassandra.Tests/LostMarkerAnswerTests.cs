using System.Net;
using Cassandra;
using Lakehouse.Cassandra.TestHost;
using Lakehouse.Features.Definitions;
using Lakehouse.Online.Conformance;

namespace Lakehouse.Online.Cassandra.Tests;

/// <summary>A marker whose write the node decides, and whose answer never reaches the writer.</summary>
public sealed class LostMarkerAnswerTests(CassandraHost host) : IAsyncLifetime
{
    private static readonly StateViewDefinition View = SampleViews.Simple();
    private CassandraCluster cluster = null!;
    private CassandraOnlineStore direct = null!;
    private SlowProxy proxy = null!;
    private MarkerWatch watch = null!;
    private CassandraOnlineStore behind = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        cluster = await host.OneNodeAsync(Ct);
        var options = TestStores.Options(cluster);
        direct = TestStores.Open(options);
        await direct.DeployAsync(View, 0, Ct);
        proxy = new SlowProxy(new IPEndPoint(IPAddress.Loopback, 0), cluster.Nodes[0].EndPoint);
        watch = new(new RoundRobinPolicy(), () => proxy.Delay = TimeSpan.FromMinutes(1));
        behind = new CassandraOnlineStore(options with { ContactPoints = [$"{IPAddress.Loopback}"], Port = proxy.Address.Port }, TimeProvider.System, Through);
    }

    public async ValueTask DisposeAsync()
    {
        await behind.DisposeAsync();
        await proxy.DisposeAsync();
        await direct.DisposeAsync();
    }

    [Fact]
    public async Task WriteMarker_AnswerLostAndNothingSince_True()
    {
        watch.OnceSent = () => LoseAnswerAfterAsync();

        var written = await behind.WriteMarkerAsync(View.Id, Marker(1), Ct);

        written.Should().BeTrue();
        (await direct.GetMarkerAsync(View.Id, Ct))!.GoldVersion.Should().Be(1);
        watch.Sent.Should().Be(1);
    }

    [Fact]
    public async Task WriteMarker_AnswerLostAndReplacedSince_TrueSinceTheLaterOneNamesIt()
    {
        watch.OnceSent = () => LoseAnswerAfterAsync(Marker(2));

        var written = await behind.WriteMarkerAsync(View.Id, Marker(1), Ct);

        written.Should().BeTrue();
        (await direct.GetMarkerAsync(View.Id, Ct))!.PreviousCompleteFromMicros.Should().Be(10);
    }

    [Fact]
    public async Task WriteMarker_AnswerLostAndReplacedTwiceSince_SaysThatItIsUnknown()
    {
        watch.OnceSent = () => LoseAnswerAfterAsync(Marker(2), Marker(3));

        var write = () => behind.WriteMarkerAsync(View.Id, Marker(1), Ct);

        (await write.Should().ThrowAsync<OnlineStoreException>().WithMessage("Cannot tell*")).Which.IsTransient.Should().BeTrue();
    }

    [Fact]
    public async Task WriteMarker_GreaterOneIsThere_FalseWithoutATry()
    {
        await direct.WriteMarkerAsync(View.Id, Marker(2), Ct);

        var written = await behind.WriteMarkerAsync(View.Id, Marker(1), Ct);

        written.Should().BeFalse();
        watch.Sent.Should().Be(0);
    }

    private static OnlineMarker Marker(long version) => new(version * 10, (version * 10) + 5, version, version, null, "sha256:00");

    /// <summary>Waits until the node has decided the write whose answer the proxy holds back, writes others, and cuts the connection.</summary>
    private async Task LoseAnswerAfterAsync(params OnlineMarker[] others)
    {
        while (await direct.GetMarkerAsync(View.Id, Ct) is null) await Task.Delay(10, Ct);
        foreach (var other in others) (await direct.WriteMarkerAsync(View.Id, other, Ct)).Should().BeTrue();
        proxy.Delay = TimeSpan.Zero;
        proxy.Cut();
    }

    private Builder Through(Builder builder) => builder.WithLoadBalancingPolicy(watch).WithAddressTranslator(new OneAddress(proxy.Address));

    private sealed class OneAddress(IPEndPoint address) : IAddressTranslator
    {
        public IPEndPoint Translate(IPEndPoint given) => address;
    }

    /// <summary>Sees the statements that are about to be sent.</summary>
    private sealed class MarkerWatch(ILoadBalancingPolicy hosts, Action hold) : ILoadBalancingPolicy
    {
        private int sent;

        /// <summary>Begun with the first write of a marker, whose answer is held back from then on.</summary>
        public Func<Task>? OnceSent { get; set; }

        public int Sent => Volatile.Read(ref sent);

        public void Initialize(ICluster cluster) => hosts.Initialize(cluster);

        public HostDistance Distance(Host host) => hosts.Distance(host);

        public IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query)
        {
            if (query is BoundStatement { PreparedStatement.QueryString: { } text } && text.StartsWith("UPDATE", StringComparison.Ordinal)
                && Interlocked.Increment(ref sent) == 1 && OnceSent is { } then)
            {
                hold();
                _ = Task.Run(then);
            }

            return hosts.NewQueryPlan(keyspace, query);
        }
    }
}

using System.Runtime.CompilerServices;
using Lakehouse.Cassandra.TestHost;

namespace Cassandra.Tests.Sessions;

public sealed class DisposalTests(CassandraHost host) : OneNode(host)
{
    [Fact]
    public async Task Shutdown_AfterTraffic_NoConnectionIsLeftAtTheServer()
    {
        var name = $"leak-{Guid.NewGuid():N}";
        for (var i = 0; i < 5; i++)
        {
            await using var scope = new Scope(Builder().WithApplicationName(name).Build());
            var sessions = await Task.WhenAll(scope.Cluster.ConnectAsync(), scope.Cluster.ConnectAsync(Keyspace));
            await Task.WhenAll(Enumerable.Range(0, 200).Select(n => sessions[n % 2].ExecuteAsync(new SimpleStatement("SELECT key FROM system.local"))));
            (await Connections.CountAsync(Session, name)).Should().BeGreaterThanOrEqualTo(3, "there are two sessions and a control connection");
        }

        await Eventually.HoldsAsync(async () => await Connections.CountAsync(Session, name) == 0, Ct);
    }

    [Fact]
    public async Task Shutdown_AfterTraffic_NothingHoldsTheClusterInMemory()
    {
        var closed = await UseAndCloseAsync();

        await Eventually.HoldsAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return closed.All(reference => !reference.IsAlive);
            },
            Ct);
    }

    [Fact]
    public async Task Shutdown_RequestsInFlight_AllEnd()
    {
        var cluster = Builder().Build();
        var session = await cluster.ConnectAsync();
        var requests = Enumerable.Range(0, 500).Select(_ => session.ExecuteAsync(new SimpleStatement("SELECT * FROM system_schema.columns"))).ToArray();

        await cluster.ShutdownAsync();

        await Task.WhenAll(requests.Select(request => request.ContinueWith(_ => { }, TaskScheduler.Default))).WaitAsync(TimeSpan.FromSeconds(60), Ct);
        requests.Where(request => request.IsFaulted).Select(request => request.Exception!.InnerException)
            .Should().OnlyContain(e => e is ObjectDisposedException || e is NoHostAvailableException || e is System.Net.Sockets.SocketException);
    }

    [Fact]
    public async Task Dispose_Twice_IsOnce()
    {
        var cluster = Builder().Build();
        var session = await cluster.ConnectAsync();

        session.Dispose();
        session.Dispose();
        cluster.Dispose();
        cluster.Dispose();

        var connecting = () => cluster.ConnectAsync();
        await connecting.Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Dispose_NeverConnected_Ends()
    {
        var cluster = Builder().Build();

        await cluster.ShutdownAsync(30_000);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference[]> UseAndCloseAsync()
    {
        var cluster = Builder().WithSpeculativeExecutionPolicy(new ConstantSpeculativeExecutionPolicy(60_000, 1)).Build();
        var session = await cluster.ConnectAsync();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => session.ExecuteAsync(new SimpleStatement("SELECT key FROM system.local").SetIdempotence(true))));
        await cluster.ShutdownAsync();
        return [new WeakReference(cluster), new WeakReference(session)];
    }

    private sealed class Scope(Cluster cluster) : IAsyncDisposable
    {
        public Cluster Cluster => cluster;

        public async ValueTask DisposeAsync() => await cluster.ShutdownAsync();
    }
}

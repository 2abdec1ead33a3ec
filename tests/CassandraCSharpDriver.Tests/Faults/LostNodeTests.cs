using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Lakehouse.Cassandra.TestHost;

namespace Cassandra.Tests.Faults;

[Collection(nameof(OneAtATime))]
public sealed class LostNodeTests(OwnNode own) : IClassFixture<OwnNode>, IAsyncLifetime
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Cluster cluster = null!;
    private ISession session = null!;
    private string table = "";

    public async ValueTask InitializeAsync()
    {
        await own.Nodes.HealAsync(Ct);
        table = $"{await own.Nodes.NewKeyspaceAsync(Ct)}.t";
        cluster = Builder().Build();
        session = await cluster.ConnectAsync();
        await session.ExecuteAsync(new SimpleStatement($"CREATE TABLE {table} (k int PRIMARY KEY, v int)"));
    }

    public async ValueTask DisposeAsync() => await cluster.ShutdownAsync();

    [Fact]
    public async Task Restart_KilledNode_FailsClearlyThenRecoversByItselfAndKnowsItsStatements()
    {
        var events = new ConcurrentQueue<HostsEventArgs.Kind>();
        cluster.Metadata.HostsEvent += (_, e) => events.Enqueue(e.What);
        var insert = await session.PrepareAsync($"INSERT INTO {table} (k, v) VALUES (?, ?)");
        var node = cluster.AllHosts().Single();
        await session.ExecuteAsync(insert.Bind(1, 1));

        await own.Node.KillAsync();
        await Eventually.HoldsAsync(() => !node.IsUp, Ct);
        var executing = () => session.ExecuteAsync(insert.Bind(2, 2));
        (await executing.Should().ThrowAsync<NoHostAvailableException>()).Which.Errors.Should().ContainKey(node.Address);
        await own.Node.StartAsync(Ct);
        await Eventually.HoldsAsync(() => node.IsUp, Ct);
        await session.ExecuteAsync(insert.Bind(3, 3));

        events.Should().Equal(HostsEventArgs.Kind.Down, HostsEventArgs.Kind.Up);
        (await session.ExecuteAsync(new SimpleStatement($"SELECT v FROM {table} WHERE k = 3"))).Single().GetValue<int>(0).Should().Be(3);
        await Eventually.HoldsAsync(() => IsControlledAsync(), Ct);
    }

    [Fact]
    public async Task Pause_Node_TheTimeoutIsTypedAndKeptAndEndsWithThePause()
    {
        var select = new SimpleStatement($"SELECT v FROM {table} WHERE k = 1");
        select.SetReadTimeoutMillis(700);
        await session.ExecuteAsync(select);
        own.Node.PauseProcess();

        var fallthrough = new SimpleStatement(select.QueryString!).SetReadTimeoutMillis(700).SetRetryPolicy(FallthroughRetryPolicy.Instance);
        var unretried = await Eventually.FailsAsync(() => session.ExecuteAsync(fallthrough), Ct);
        var retried = () => session.ExecuteAsync(select);
        unretried.Should().BeOfType<OperationTimedOutException>();
        (await retried.Should().ThrowAsync<NoHostAvailableException>()).Which.Errors.Values.Should().ContainSingle().Which.Should().BeOfType<OperationTimedOutException>();
        own.Node.ResumeProcess();

        await Eventually.HoldsAsync(() => SucceedsAsync(new SimpleStatement($"SELECT v FROM {table} WHERE k = 1")), Ct);
    }

    [Fact]
    public async Task Shutdown_NodeThatHangs_DoesNotWaitForIt()
    {
        using var hanging = Builder().Build();
        var lost = await hanging.ConnectAsync();
        own.Node.PauseProcess();
        var inFlight = await Eventually.PendingAsync(() => lost.ExecuteAsync(new SimpleStatement($"SELECT v FROM {table} WHERE k = 1")), Ct);

        var started = Stopwatch.GetTimestamp();
        await hanging.ShutdownAsync();
        var took = Stopwatch.GetElapsedTime(started);
        own.Node.ResumeProcess();

        took.Should().BeLessThan(TimeSpan.FromSeconds(8), "connecting may take ten seconds and an answer twenty");
        (await Record.ExceptionAsync(() => inFlight)).Should().NotBeNull();
    }

    [Fact]
    public async Task Cut_RequestInFlight_IsNotRetriedUnlessIdempotent()
    {
        own.Node.Proxy!.Delay = TimeSpan.FromSeconds(1);
        using var careful = Builder().WithRetryPolicy(new IdempotenceAwareRetryPolicy(new DefaultRetryPolicy())).Build();
        var carefulSession = await careful.ConnectAsync();

        var plain = carefulSession.ExecuteAsync(new SimpleStatement($"INSERT INTO {table} (k, v) VALUES (7, 7)"));
        var idempotent = carefulSession.ExecuteAsync(new SimpleStatement($"INSERT INTO {table} (k, v) VALUES (8, 8)").SetIdempotence(true));
        own.Node.Proxy.Cut();
        own.Node.Proxy.Delay = TimeSpan.Zero;

        await ((Func<Task>)(() => plain)).Should().ThrowAsync<SocketException>();
        await ((Func<Task>)(() => idempotent)).Should().ThrowAsync<NoHostAvailableException>("there is no other host to go to");
        await Eventually.HoldsAsync(() => SucceedsAsync(new SimpleStatement($"SELECT v FROM {table} WHERE k = 1")), Ct);
    }

    [Fact]
    public async Task Execute_OneConnectionFull_IsBusy()
    {
        var options = new PoolingOptions().SetMaxRequestsPerConnection(4).SetMaxConnectionsPerHost(HostDistance.Local, 1);
        using var small = Builder().WithPoolingOptions(options).Build();
        var smallSession = await small.ConnectAsync();
        own.Node.Proxy!.Delay = TimeSpan.FromSeconds(1);

        var requests = Enumerable.Range(0, 20).Select(_ => smallSession.ExecuteAsync(new SimpleStatement("SELECT key FROM system.local"))).ToArray();
        await Task.WhenAll(requests.Select(request => request.ContinueWith(_ => { }, TaskScheduler.Default)));
        own.Node.Proxy.Delay = TimeSpan.Zero;

        requests.Count(request => request.IsCompletedSuccessfully).Should().Be(4);
        requests.Where(request => request.IsFaulted).Select(request => request.Exception!.InnerException).Should().AllBeOfType<NoHostAvailableException>()
            .And.OnlyContain(e => ((NoHostAvailableException)e!).Errors.Values.Single() is BusyPoolException);
    }

    [Fact]
    public async Task Execute_ConnectionUnderLoad_OneMoreIsOpened()
    {
        var options = new PoolingOptions().SetMaxSimultaneousRequestsPerConnectionTreshold(HostDistance.Local, 5).SetMaxConnectionsPerHost(HostDistance.Local, 2);
        var name = $"load-{Guid.NewGuid():N}";
        using var growing = Builder().WithPoolingOptions(options).WithApplicationName(name).Build();
        var growingSession = await growing.ConnectAsync();
        (await Connections.CountAsync(session, name)).Should().Be(2, "there are a connection for requests and one for control");
        own.Node.Proxy!.Delay = TimeSpan.FromMilliseconds(300);

        var requests = Enumerable.Range(0, 50).Select(_ => growingSession.ExecuteAsync(new SimpleStatement("SELECT key FROM system.local")));
        await Task.WhenAll(requests.Select(request => request.ContinueWith(_ => { }, TaskScheduler.Default)));
        own.Node.Proxy.Delay = TimeSpan.Zero;

        await Eventually.HoldsAsync(async () => await Connections.CountAsync(session, name) == 3, Ct);
    }

    private Builder Builder() => Cluster.Builder().AddContactPoints(own.Nodes.Nodes.Select(node => node.EndPoint)).WithReconnectionPolicy(new ConstantReconnectionPolicy(200))
        .WithSocketOptions(new SocketOptions().SetConnectTimeoutMillis(10_000).SetReadTimeoutMillis(20_000));

    private async Task<bool> SucceedsAsync(IStatement statement)
    {
        try
        {
            await session.ExecuteAsync(statement);
            return true;
        }
        catch (NoHostAvailableException)
        {
            return false;
        }
    }

    /// <summary>Whether the control connection is back.</summary>
    private async Task<bool> IsControlledAsync()
    {
        try
        {
            return await cluster.Metadata.CheckSchemaAgreementAsync();
        }
        catch (NoHostAvailableException)
        {
            return false;
        }
    }
}

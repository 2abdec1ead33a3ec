using System.Net.Sockets;
using Cassandra;
using Cassandra.Internal.Wire;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace CassandraCSharpDriver.Tests.Wire;

/// <summary>What a connection does when its node is late, silent, gone or mad.</summary>
public sealed class ScriptedConnectionTests
{
    private static readonly OptionsRequest Request = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_NoAnswerInTime_TimesOutAndLateAnswerFreesTheStream()
    {
        await using var node = new ScriptedNode();
        await using var connection = await node.ConnectAsync(Ct, s => s with { MaxStreams = 1 });

        var late = connection.SendAsync(Request, timeoutMillis: 30).AsTask();
        var header = await node.ReceiveAsync(Ct);
        await late.Invoking(t => t).Should().ThrowAsync<OperationTimedOutException>();
        connection.TimedOut.Should().Be(1);
        connection.InFlight.Should().Be(1, "its stream is still taken");
        var next = connection.SendAsync(Request, timeoutMillis: 10_000).AsTask();
        await node.AnswerAsync(header, Ct);
        await node.AnswerAsync(await node.ReceiveAsync(Ct), Ct);

        (await next).Should().BeOfType<VoidResponse>();
        (connection.TimedOut, connection.InFlight).Should().Be((0, 0));
    }

    [Fact]
    public async Task Send_TimeoutWhileQueued_IsNeverSent()
    {
        await using var node = new ScriptedNode();
        await using var connection = await node.ConnectAsync(Ct, s => s with { MaxStreams = 1 });
        var first = connection.SendAsync(Request, timeoutMillis: 10_000).AsTask();
        var header = await node.ReceiveAsync(Ct);

        var queued = connection.SendAsync(new PrepareRequest("never sent"), timeoutMillis: 30).AsTask();
        await queued.Invoking(t => t).Should().ThrowAsync<OperationTimedOutException>();
        var third = connection.SendAsync(new RegisterRequest(), timeoutMillis: 10_000).AsTask();
        await node.AnswerAsync(header, Ct);
        var sent = await node.ReceiveAsync(Ct);
        await node.AnswerAsync(sent, Ct);

        sent.Opcode.Should().Be(Opcode.Register);
        await Task.WhenAll(first, third);
        (connection.TimedOut, connection.InFlight).Should().Be((0, 0));
    }

    [Fact]
    public async Task Send_ShortTimeoutAfterLongOne_IsKept()
    {
        var clock = new FakeTimeProvider();
        await using var node = new ScriptedNode();
        await using var connection = await node.ConnectAsync(Ct, s => s with { TimeProvider = clock });
        var patient = connection.SendAsync(Request, timeoutMillis: 10_000).AsTask();
        var hasty = connection.SendAsync(Request, timeoutMillis: 20).AsTask();
        var headers = new[] { await node.ReceiveAsync(Ct), await node.ReceiveAsync(Ct) };

        clock.Advance(TimeSpan.FromMilliseconds(22));

        await hasty.Invoking(t => t).Should().ThrowAsync<OperationTimedOutException>();
        patient.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(11));
        await patient.Invoking(t => t).Should().ThrowAsync<OperationTimedOutException>();
        headers.Should().HaveCount(2);
    }

    [Fact]
    public async Task Send_ManyTimeouts_MakeTheConnectionDefunct()
    {
        await using var node = new ScriptedNode();
        await using var connection = await node.ConnectAsync(Ct, s => s with { DefunctReadTimeoutThreshold = 5 });

        var requests = Enumerable.Range(0, 5).Select(_ => connection.SendAsync(Request, timeoutMillis: 20).AsTask()).ToArray();

        foreach (var request in requests) await request.Invoking(t => t).Should().ThrowAsync<OperationTimedOutException>();
        (await connection.Closed.WaitAsync(TimeSpan.FromSeconds(10), Ct)).Should().BeOfType<OperationTimedOutException>();
        connection.InFlight.Should().Be(0);
    }

    [Fact]
    public async Task Close_RequestsInFlight_SayWhetherTheyWereSent()
    {
        await using var node = new ScriptedNode();
        await using var connection = await node.ConnectAsync(Ct, s => s with { MaxStreams = 1 });
        var sent = connection.SendAsync(Request, timeoutMillis: 10_000).AsTask();
        await node.ReceiveAsync(Ct);
        var queued = connection.SendAsync(Request, timeoutMillis: 10_000).AsTask();

        await node.HangUpAsync();

        (await sent.Invoking(t => t).Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(SocketError.ConnectionReset);
        (await queued.Invoking(t => t).Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(SocketError.NotConnected);
        (await connection.Closed).Should().NotBeNull();
        var after = () => connection.SendAsync(Request, timeoutMillis: 10_000).AsTask();
        (await after.Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(SocketError.NotConnected);
    }

    [Fact]
    public async Task Answer_ErrorOfNoRequest_LeavesAllRequestsInDoubt()
    {
        await using var node = new ScriptedNode();
        await using var connection = await node.ConnectAsync(Ct);
        var sent = connection.SendAsync(Request, timeoutMillis: 10_000).AsTask();
        (await node.ReceiveAsync(Ct)).Stream.Should().NotBe(0, "nodes report errors there whose request they cannot tell");

        await node.SendAsync(ScriptedNode.Message(0, Opcode.Error, [0, 0, 0, 0, 0, 4, .. "oops"u8]), Ct);

        (await sent.Invoking(t => t).Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(SocketError.ConnectionReset);
        (await connection.Closed).Should().BeOfType<IOException>().Which.Message.Should().Contain("oops");
    }

    [Fact]
    public async Task Answer_ResultOfNoRequest_BreaksTheProtocol()
    {
        await using var node = new ScriptedNode();
        await using var connection = await node.ConnectAsync(Ct);
        var sent = connection.SendAsync(Request, timeoutMillis: 10_000).AsTask();
        var header = await node.ReceiveAsync(Ct);

        await node.SendAsync(ScriptedNode.Message((short)(header.Stream + 1), Opcode.Result, [0, 0, 0, 1]), Ct);

        await sent.Invoking(t => t).Should().ThrowAsync<DriverInternalError>();
    }

    [Fact]
    public async Task Heartbeat_SilentNode_ClosesTheConnection()
    {
        await using var node = new ScriptedNode();
        await using var connection = await node.ConnectAsync(Ct, s => s with { HeartBeatIntervalMillis = 30, HeartBeatTimeoutMillis = 50 });

        (await node.ReceiveAsync(Ct)).Opcode.Should().Be(Opcode.Query);

        (await connection.Closed.WaitAsync(TimeSpan.FromSeconds(10), Ct)).Should().BeOfType<OperationTimedOutException>();
    }

    [Fact]
    public async Task Heartbeat_AnsweringNode_KeepsTheConnection()
    {
        await using var node = new ScriptedNode();
        await using var connection = await node.ConnectAsync(Ct, s => s with { HeartBeatIntervalMillis = 20, HeartBeatTimeoutMillis = 5_000 });

        for (var beat = 0; beat < 5; beat++) await node.AnswerAsync(await node.ReceiveAsync(Ct), Ct);

        connection.IsClosed.Should().BeFalse();
    }

    [Fact]
    public async Task Send_ValueThatDoesNotFit_FailsAloneAndSendsNothing()
    {
        await using var node = new ScriptedNode();
        await using var connection = await node.ConnectAsync(Ct);
        var markers = Prepared.Of(Recorded.PreparedV4).Variables;
        var wrong = new ExecuteRequest([1], null, new QueryParameters(ConsistencyLevel.One) { Values = [1L], Markers = markers });

        var send = () => connection.SendAsync(wrong, timeoutMillis: 10_000).AsTask();
        await send.Should().ThrowAsync<InvalidTypeException>();
        var next = connection.SendAsync(Request, timeoutMillis: 10_000).AsTask();
        var received = await node.ReceiveAsync(Ct);
        await node.AnswerAsync(received, Ct);

        received.Opcode.Should().Be(Opcode.Options);
        (await next).Should().BeOfType<VoidResponse>();
        connection.InFlight.Should().Be(0);
    }

    [Fact]
    public async Task Read_AnswerCutIntoBytes_IsJoined()
    {
        await using var node = new ScriptedNode();
        await using var connection = await node.ConnectAsync(Ct);
        var request = connection.SendAsync(Request, timeoutMillis: 10_000).AsTask();
        var header = await node.ReceiveAsync(Ct);

        foreach (var part in ScriptedNode.Message(header.Stream, Opcode.Result, [0, 0, 0, 3, 0, 2, (byte)'k', (byte)'s']))
        {
            await node.SendAsync([part], Ct);
            await Task.Yield();
        }

        (await request).Should().BeOfType<SetKeyspaceResponse>().Which.Keyspace.Should().Be("ks");
    }

    [Fact]
    public async Task Send_HundredThousandReads_KeepNothing()
    {
        await using var node = new ScriptedNode();
        await using var connection = await node.ConnectAsync(Ct);
        var known = ((RowsResponse)Recorded.Decode(Recorded.PageV5)).Metadata;
        var answering = node.AnswerAllAsync(Recorded.PageV5[FrameHeader.Size..]);
        await ReadAsync(20_000);

        // Other tests of the process allocate meanwhile; what reads keep would show each time.
        var kept = long.MaxValue;
        for (var round = 0; round < 6 && kept >= 100_000; round++)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            await ReadAsync(100_000);
            kept = Math.Min(kept, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        kept.Should().BeLessThan(100_000, "a byte kept per read would show");
        (connection.InFlight, connection.TimedOut).Should().Be((0, 0));
        await connection.DisposeAsync();
        await answering.Invoking(t => t).Should().CompleteWithinAsync(TimeSpan.FromSeconds(10));

        Task ReadAsync(int requests) => Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < requests / 100; i++)
            {
                var parameters = new QueryParameters(ConsistencyLevel.LocalOne) { Values = [1L] };
                var rows = (RowsResponse)await connection.SendAsync(new ExecuteRequest([1], known, parameters), timeoutMillis: 60_000);
                var sum = new RowSet(rows, fetchNext: null).Sum(row => row.GetValue<double>("v"));
                if (sum != 6) throw new InvalidOperationException("an answer is wrong");
            }
        })));
    }

    [Fact]
    public async Task Read_AnswerToNoRequest_ClosesWithATypedError()
    {
        await using var node = new ScriptedNode();
        await using var connection = await node.ConnectAsync(Ct);
        var request = connection.SendAsync(Request, timeoutMillis: 10_000).AsTask();
        await node.ReceiveAsync(Ct);

        await node.SendAsync(ScriptedNode.Message(77, Opcode.Result, [0, 0, 0, 1]), Ct);

        await request.Invoking(t => t).Should().ThrowAsync<DriverInternalError>();
        (await connection.Closed).Should().BeOfType<DriverInternalError>();
    }

    [Fact]
    public async Task Read_Garbage_EndsInTypedErrors()
    {
        foreach (var seed in Enumerable.Range(0, 40))
        {
            await using var node = new ScriptedNode();
            await using var connection = await node.ConnectAsync(Ct);
            var request = connection.SendAsync(Request, timeoutMillis: 2_000).AsTask();
            var header = await node.ReceiveAsync(Ct);
            var garbage = new byte[64];
            new Random(seed).NextBytes(garbage);
            if (seed % 2 == 0) new FrameHeader(0x84, FrameFlags.None, header.Stream, (Opcode)(seed % 17), garbage.Length - FrameHeader.Size).Write(garbage);

            await node.SendAsync(garbage, Ct);
            await node.HangUpAsync();

            try
            {
                await request;
            }
            catch (Exception e)
            {
                (e is DriverException or DriverInternalError or SocketException).Should().BeTrue($"{e.GetType()} is no error of the driver (seed {seed})");
            }
        }
    }
}

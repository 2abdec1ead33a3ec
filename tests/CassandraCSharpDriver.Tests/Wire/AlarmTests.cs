using Cassandra;
using Cassandra.Internal.Wire;
using Microsoft.Extensions.Time.Testing;

namespace CassandraCSharpDriver.Tests.Wire;

/// <summary>Requests that take long, and callers that do.</summary>
public sealed class AlarmTests
{
    private static readonly OptionsRequest Request = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_NoAnswerInTheAlarmsTime_RunsItOnceAndTheAnswerStillCounts()
    {
        var clock = new FakeTimeProvider();
        await using var node = new ScriptedNode();
        await using var connection = await node.ConnectAsync(Ct, s => s with { TimeProvider = clock });
        var alarm = new Alarm();
        var answer = Send(connection, alarm, alarmMillis: 20);
        var header = await node.ReceiveAsync(Ct);

        clock.Advance(TimeSpan.FromMilliseconds(19));
        alarm.Runs.Should().Be(0);
        for (var sweep = 0; sweep < 5; sweep++) clock.Advance(TimeSpan.FromMilliseconds(21));
        await alarm.First.WaitAsync(Ct);
        await node.AnswerAsync(header, Ct);

        (await answer).Should().BeOfType<VoidResponse>();
        alarm.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Send_AnsweredBeforeTheAlarm_LaterRequestsDoNotRunIt()
    {
        var clock = new FakeTimeProvider();
        await using var node = new ScriptedNode();
        await using var connection = await node.ConnectAsync(Ct, s => s with { TimeProvider = clock });
        var (first, second) = (new Alarm(), new Alarm());
        var answer = Send(connection, first, alarmMillis: 20);
        await node.AnswerAsync(await node.ReceiveAsync(Ct), Ct);
        await answer;

        clock.Advance(TimeSpan.FromMilliseconds(10));
        var next = Send(connection, second, alarmMillis: 20);
        var header = await node.ReceiveAsync(Ct);
        clock.Advance(TimeSpan.FromMilliseconds(15));
        (first.Runs, second.Runs).Should().Be((0, 0));
        clock.Advance(TimeSpan.FromMilliseconds(15));
        await second.First.WaitAsync(Ct);
        await node.AnswerAsync(header, Ct);
        await next;

        (first.Runs, second.Runs).Should().Be((0, 1), "the object of the first request serves the second");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_CallerBlocksItsThread_OthersGetTheirAnswers(bool inOnePacket)
    {
        await using var node = new ScriptedNode();
        await using var connection = await node.ConnectAsync(Ct);
        using var release = new ManualResetEventSlim();
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sent = connection.Send(Request, timeoutMillis: 60_000, alarm: null, alarmMillis: 0);
        sent.Source.OnCompleted(
            _ =>
            {
                sent.Source.GetResult(sent.Token);
                blocked.SetResult();
                release.Wait(Ct);
            },
            null, sent.Token, System.Threading.Tasks.Sources.ValueTaskSourceOnCompletedFlags.None);
        var second = connection.SendAsync(Request, timeoutMillis: 60_000).AsTask();
        var messages = new[] { ScriptedNode.Message((await node.ReceiveAsync(Ct)).Stream, Opcode.Result, [0, 0, 0, 1]), ScriptedNode.Message((await node.ReceiveAsync(Ct)).Stream, Opcode.Result, [0, 0, 0, 1]) };

        if (inOnePacket) await node.SendAsync([.. messages[0], .. messages[1]], Ct);
        else await node.SendAsync(messages[0], Ct);
        await blocked.Task.WaitAsync(Ct);
        if (!inOnePacket) await node.SendAsync(messages[1], Ct);
        (await second.WaitAsync(TimeSpan.FromSeconds(30), Ct)).Should().BeOfType<VoidResponse>();
        var third = connection.SendAsync(Request, timeoutMillis: 60_000).AsTask();
        await node.AnswerAsync(await node.ReceiveAsync(Ct), Ct);
        (await third.WaitAsync(TimeSpan.FromSeconds(30), Ct)).Should().BeOfType<VoidResponse>();

        release.IsSet.Should().BeFalse("the first caller blocks all the time");
        release.Set();
    }

    private static Task<Response> Send(Connection connection, Alarm alarm, long alarmMillis)
    {
        var sent = connection.Send(Request, timeoutMillis: 600_000, alarm, alarmMillis);
        return new ValueTask<Response>(sent.Source, sent.Token).AsTask();
    }

    private sealed class Alarm : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int runs;

        public int Runs => Volatile.Read(ref runs);

        public Task First => first.Task;

        public void Execute()
        {
            Interlocked.Increment(ref runs);
            first.TrySetResult();
        }
    }
}

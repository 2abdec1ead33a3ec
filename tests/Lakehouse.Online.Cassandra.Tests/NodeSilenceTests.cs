using System.Net;
using Lakehouse.Online.Cassandra.Internal;
using Microsoft.Extensions.Time.Testing;

namespace Lakehouse.Online.Cassandra.Tests;

public sealed class NodeSilenceTests
{
    private static readonly IPEndPoint[] Plan = [.. Enumerable.Range(1, 3).Select(i => new IPEndPoint(IPAddress.Loopback, i))];
    private readonly FakeTimeProvider time = new();
    private readonly NodeSilence silence;

    public NodeSilenceTests() => silence = new(time);

    [Fact]
    public void Order_AllAnswer_KeepsTheOrderAndOnlyAsksWhatIsTaken()
    {
        for (var i = 0; i < 100; i++)
        {
            First().Should().Be(Plan[0]);
            silence.Answered(Plan[0]);
            time.Advance(NodeSilence.Patience);
        }

        silence.TakeProbe().Should().BeNull();
    }

    [Fact]
    public void Order_FirstSaysNothingForLongerThanPatience_PutsItLast()
    {
        First();
        time.Advance(NodeSilence.Patience);
        var inTime = First();
        time.Advance(TimeSpan.FromMilliseconds(1));

        var late = silence.Order(Plan, a => a).ToList();

        inTime.Should().Be(Plan[0]);
        late.Should().Equal(Plan[1], Plan[2], Plan[0]);
    }

    [Fact]
    public void Order_SilentNodeAnswers_IsFirstAgain()
    {
        MakeSilent();

        silence.Answered(Plan[0]);

        First().Should().Be(Plan[0]);
    }

    [Fact]
    public void TakeProbe_SilentForLong_GivesTheNodeOncePerInterval()
    {
        MakeSilent();
        var probes = new List<IPEndPoint>();

        for (var i = 0; i < 1_000; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            First().Should().Be(Plan[1]);
            silence.Answered(Plan[1]);
            if (silence.TakeProbe() is { } probe) probes.Add(probe);
        }

        probes.Should().HaveCount(10).And.OnlyContain(p => p.Equals(Plan[0]));
    }

    [Fact]
    public void Order_NotAskedAtAll_IsNeverSilent()
    {
        time.Advance(TimeSpan.FromDays(1));

        silence.Order(Plan, a => a).Should().Equal(Plan);
    }

    [Fact]
    public void Order_AllSilent_KeepsTheOrder()
    {
        _ = silence.Order(Plan, a => a).ToList();
        time.Advance(NodeSilence.Patience * 2);

        silence.Order(Plan, a => a).Should().Equal(Plan);
    }

    private IPEndPoint First() => silence.Order(Plan, a => a).First();

    private void MakeSilent()
    {
        First();
        time.Advance(NodeSilence.Patience * 2);
        First().Should().Be(Plan[1]);
        silence.Answered(Plan[1]);
        silence.TakeProbe().Should().Be(Plan[0]);
    }
}

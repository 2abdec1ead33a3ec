using System.Collections.Concurrent;
using Lakehouse.Cassandra.TestHost;

namespace Cassandra.Tests.Sessions;

public sealed class SpeculationTests(CassandraHost host) : OneNode(host)
{
    private readonly RecordingPolicy policy = new();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Execute_PlanWithoutFurtherExecution_RunsOnce(long delay)
    {
        policy.Delays = [delay];

        var rows = await Session.ExecuteAsync(Idempotent());

        rows.Info.TriedHosts.Should().ContainSingle();
        policy.Asked.Should().Equal(Node.Nodes[0].EndPoint);
    }

    [Fact]
    public async Task Execute_NoOtherHostForTheFurtherExecution_TheFirstOneAnswers()
    {
        policy.Delays = [1, 1, 0];

        var rows = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Session.ExecuteAsync(Idempotent())));

        rows.Should().OnlyContain(r => r.Count() == 1);
    }

    [Fact]
    public async Task Execute_NotIdempotent_NoPlanIsAsked()
    {
        policy.Delays = [1];

        await Session.ExecuteAsync(new SimpleStatement("SELECT key FROM system.local").SetIdempotence(false));

        policy.Asked.Should().BeEmpty();
    }

    protected override Builder Configure(Builder builder) => builder.WithSpeculativeExecutionPolicy(policy);

    private static IStatement Idempotent() => new SimpleStatement("SELECT key FROM system.local").SetIdempotence(true);

    /// <summary>Plans that give the same delays to every statement.</summary>
    private sealed class RecordingPolicy : ISpeculativeExecutionPolicy
    {
        public long[] Delays { get; set; } = [];

        public ConcurrentQueue<System.Net.IPEndPoint?> Asked { get; } = new();

        public void Initialize(ICluster cluster)
        {
        }

        public ISpeculativeExecutionPlan NewPlan(string? keyspace, IStatement statement) => new Plan(this);

        public void Dispose()
        {
        }

        private sealed class Plan(RecordingPolicy policy) : ISpeculativeExecutionPlan
        {
            private int next;

            public long NextExecution(Host? lastQueried)
            {
                policy.Asked.Enqueue(lastQueried?.Address);
                return policy.Delays[next++];
            }
        }
    }
}

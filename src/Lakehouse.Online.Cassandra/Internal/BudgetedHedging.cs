using Cassandra;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>Asks a second node for a read that takes long, for a bounded share of reads.</summary>
/// <remarks>
/// The driver asks for the delay before it knows whether it will need it, so what it may send is decided with the tokens of that moment. Many reads that wait at once may so take
/// more than there is; the debt is paid before any other read is hedged, hence the share holds over time.
/// </remarks>
internal sealed class BudgetedHedging(TimeSpan after, HedgeBudget budget) : ISpeculativeExecutionPolicy
{
    private readonly long delayMillis = (long)Math.Ceiling(after.TotalMilliseconds);

    public void Initialize(ICluster cluster)
    {
        // Nothing here depends on the cluster.
    }

    public ISpeculativeExecutionPlan NewPlan(string? keyspace, IStatement statement)
    {
        if (!IsHedged(statement)) return Once.Instance;
        budget.CountRead();
        return delayMillis > 0 && budget.HasToken ? new Twice(delayMillis, budget) : Once.Instance;
    }

    public void Dispose()
    {
        // There is nothing to release.
    }

    /// <summary>Only lookups: a scan or a write would double the cluster's work without a caller that waits for milliseconds.</summary>
    private static bool IsHedged(IStatement statement) =>
        statement is BoundStatement { IsIdempotent: true, PreparedStatement.QueryString: { } text } && text.StartsWith("SELECT", StringComparison.Ordinal);

    private sealed class Once : ISpeculativeExecutionPlan
    {
        public static Once Instance { get; } = new();

        public long NextExecution(Host? lastQueried) => -1;
    }

    private sealed class Twice(long delayMillis, HedgeBudget budget) : ISpeculativeExecutionPlan
    {
        private int asked;

        public long NextExecution(Host? lastQueried)
        {
            if (++asked == 1) return delayMillis;

            // The driver asks again only after it has sent the second request.
            if (asked == 2) budget.Spend();
            return -1;
        }
    }
}

using Cassandra;
using Lakehouse.Online.Cassandra.Internal;

namespace Lakehouse.Online.Cassandra.Tests;

public sealed class HedgeBudgetTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.05, 499, 502)]
    [InlineData(1, 9_999, 10_001)]
    public void Spend_EachReadWaits_KeepsToTheShare(double share, int least, int most)
    {
        var budget = new HedgeBudget(share);

        for (var read = 0; read < 10_000; read++) ReadThatWaits(budget);

        budget.Sent.Should().BeInRange(least, most);
    }

    [Fact]
    public void Spend_ManyAtOnce_PayTheirDebtBeforeTheNext()
    {
        var budget = new HedgeBudget(0.1);
        for (var read = 0; read < 100; read++) budget.CountRead();
        for (var waiting = 0; waiting < 100; waiting++) budget.Spend();

        for (var read = 0; read < 800; read++) ReadThatWaits(budget);

        budget.Sent.Should().Be(100, "what 900 reads give is less than was spent");
        for (var read = 0; read < 400; read++) ReadThatWaits(budget);
        budget.Sent.Should().BeInRange(129, 131);
    }

    [Fact]
    public void CountRead_LongQuietTime_SavesNoMoreThanFifty()
    {
        var budget = new HedgeBudget(0.01);
        for (var read = 0; read < 100_000; read++) budget.CountRead();

        for (var i = 0; budget.HasToken && i < 1_000; i++) budget.Spend();

        budget.Sent.Should().BeInRange(49, 51);
    }

    [Fact]
    public void NewPlan_Write_IsSentOnceWhateverTheBudget()
    {
        using var policy = new BudgetedHedging(TimeSpan.FromMilliseconds(20), new HedgeBudget(1));

        var next = policy.NewPlan("keyspace", new SimpleStatement("INSERT").SetIdempotence(true)).NextExecution(lastQueried: null);

        next.Should().BeNegative("a driver may take 0 for at once");
    }

    private static void ReadThatWaits(HedgeBudget budget)
    {
        budget.CountRead();
        if (budget.HasToken) budget.Spend();
    }
}

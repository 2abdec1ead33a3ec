using Lakehouse.Testing;

namespace RepositoryName.Tests;

/// <summary>Definitions are tested on rows in memory, at instants; no lake is needed.</summary>
public sealed class RepositoryNameProjectTests
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Spending_TwoOrdersInTheWindow_AreSummed()
    {
        var spending = ViewTester.Of(new RepositoryNameProject(), "customer_spending@1")
            .Given(Order("a", hoursBefore: 1, amount: 10), Order("b", hoursBefore: 20, amount: 2.5m, paid: false), Order("c", hoursBefore: 30, amount: 100));

        spending.At("ada", Noon).Should()
            .HaveValue("orders_24h", 2)
            .And.HaveValue("spent_24h", 12.5m)
            .And.HaveValue("largest_7d", 100m)
            .And.HaveValue("paid_share_24h", 0.5);
    }

    [Fact]
    public void Spending_OrderAtTheInstant_IsNotSeenYet()
    {
        var spending = ViewTester.Of(new RepositoryNameProject(), "customer_spending@1").Given(Order("a", hoursBefore: 0, amount: 10));

        spending.At("ada", Noon).Should().BeAbsent();
    }

    [Fact]
    public void LastOrder_SeveralOrders_IsTheNewest()
    {
        var last = ViewTester.Of(new RepositoryNameProject(), "customer_last_order@1").Given(Order("a", hoursBefore: 1, amount: 10), Order("b", hoursBefore: 2, amount: 20));

        last.At("ada", Noon).Should().HaveValue("amount", 10m).And.BeNull("product");
    }

    [Fact]
    public void VisitTime_Request_GivesTheHour()
    {
        var visit = ViewTester.Of(new RepositoryNameProject(), "visit_time@1");

        visit.Request(("visited_at", Noon)).Should().HaveValue("hour_utc", 12);
    }

    private static Order Order(string id, int hoursBefore, decimal amount, bool paid = true) =>
        new() { OrderId = id, OrderedAt = Noon.AddHours(-hoursBefore), Customer = "ada", Amount = amount, Paid = paid };
}

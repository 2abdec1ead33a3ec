using Lakehouse.Features;

namespace RepositoryName;

/// <summary>What this repository defines; <c>lakehouse apply</c> compiles and registers it.</summary>
public sealed class RepositoryNameProject : FeatureProject
{
    protected override void Define(ProjectBuilder project)
    {
        var customer = project.Entity<string>("customer", description: "Name in lower case");

        var raw = project.Source<RawOrder>("orders_raw", Format.Csv());

        var orders = project.Conform<RawOrder, Order>(raw, r => new Order
            {
                OrderId = r.OrderId!,
                OrderedAt = r.OrderedAt!.Value,
                Customer = r.Customer!.Trim().ToLower(),
                Product = r.Product,
                Amount = r.Amount!.Value,
                Paid = r.Paid ?? false,
            })
            .Require("amount is not negative", o => o.Amount >= 0)      // else the row goes to quarantine, with the rule's name
            .Warn("product is known", o => o.Product != null);          // else it is counted and kept

        var spending = project.WindowView("customer_spending", version: 1, orders, by: customer, key: o => o.Customer)
            .Over(Window.Hours(24), Window.Days(7))                     // columns orders_24h, orders_7d, …
            .Feature("orders", w => w.Count())
            .Feature("spent", w => w.Sum(o => o.Amount))
            .Feature("largest", w => w.Max(o => o.Amount))
            .Feature("paid_share", w => w.Count(o => o.Paid) / w.Count())
            .Owner("RepositoryName").Describe("What a customer has ordered lately.");

        var last = project.StateView("customer_last_order", version: 1, orders, by: customer, key: o => o.Customer)
            .Feature("product", o => o.Product)
            .Feature("amount", o => o.Amount)
            .Owner("RepositoryName").Describe("The newest order of a customer.");

        var request = project.Request("visit").Field<DateTimeOffset>("visited_at");
        var visit = project.OnDemand("visit_time", version: 1, request)
            .Feature("hour_utc", r => r.Get<DateTimeOffset>("visited_at").Hour)
            .Describe("When the customer comes.");

        project.Set("customer_model", version: 1).With(spending).With(last).With(visit);
    }
}

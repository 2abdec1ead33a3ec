using Lakehouse.Features;

namespace Lakehouse.Benchmarks;

/// <summary>A purchase, the contract behind <see cref="CustomerViews"/>.</summary>
[Contract("purchases", version: 1)]
internal sealed record Purchase
{
    [EventId]
    public required string PurchaseId { get; init; }

    [EventTime]
    public required DateTimeOffset At { get; init; }

    public required long Customer { get; init; }

    public required double Amount { get; init; }
}

/// <summary>Columns of the source.</summary>
internal sealed record RawPurchase(string? Id, DateTimeOffset? At, long? Customer, double? Amount);

/// <summary>Views of doubles by customer, all in one set; the benchmarks write their gold themselves.</summary>
internal sealed class CustomerViews(params (string Name, int Features)[] views) : FeatureProject
{
    public const string Set = "customer_model";

    protected override void Define(ProjectBuilder project)
    {
        var customer = project.Entity<long>("customer");
        var raw = project.Source<RawPurchase>("purchases_raw", Format.Parquet);
        var purchases = project.Conform<RawPurchase, Purchase>(
            raw, r => new Purchase { PurchaseId = r.Id!, At = r.At!.Value, Customer = r.Customer!.Value, Amount = r.Amount!.Value });
        var set = project.Set(Set, version: 1);
        foreach (var (name, features) in views)
        {
            var view = project.StateView(name, version: 1, purchases, by: customer, key: p => p.Customer);
            for (var feature = 0; feature < features; feature++) view = view.Feature($"f{feature}", p => p.Amount);
            set = set.With(view);
        }
    }
}

using Lakehouse.Features;
using Lakehouse.Pipelines.Lookup;

namespace Lakehouse.Pipelines.Tests.Lookup;

/// <summary>Semantics §5: a request-time result that does not fit its type is refused by a lookup, as by serving and by a training build.</summary>
public sealed class OnDemandOverflowTests : IAsyncLifetime
{
    private TestLake test = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => test = await TestLake.CreateAsync(new OrdersProject());

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Fact]
    public async Task FromGoldAsync_ResultFits_IsPresent() => (await CentsAsync(Value.Int64(12))).Value.AsInt64.Should().Be(1200);

    [Semantics("7.13")]
    [Fact]
    public async Task FromGoldAsync_ResultDoesNotFit_NamesTheFeature()
    {
        var act = () => CentsAsync(Value.Int64(long.MaxValue));

        (await act.Should().ThrowAsync<JobException>().WithMessage("Feature order.cents of orders@1 overflows*")).Which.ExitCode.Should().Be(1);
    }

    private async Task<LookedUpFeature> CentsAsync(Value dollars) =>
        (await LookupJob.FromGoldAsync(test.Context, new(new("orders", 1), [new Dictionary<string, Value> { ["dollars"] = dollars }], 0), Ct)).Single().Features.Single();

    private sealed class OrdersProject : FeatureProject
    {
        protected override void Define(ProjectBuilder project)
        {
            var request = project.Request("checkout").Field<long>("dollars");
            project.Set("orders", version: 1).With(project.OnDemand("order", version: 1, request).Feature("cents", r => r.Get<long>("dollars") * 100));
        }
    }
}

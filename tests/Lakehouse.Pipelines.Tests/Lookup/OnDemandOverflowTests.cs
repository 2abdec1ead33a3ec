using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Pipelines.Internal.Lookup;

namespace Lakehouse.Pipelines.Tests.Lookup;

/// <summary>Semantics §5: a request-time result that does not fit its type is refused by a lookup, as by serving and by a training build.</summary>
public sealed class OnDemandOverflowTests
{
    private static readonly SetMember Member = Assert.Single(new OrdersProject().Build().Sets).Members.Single();

    [Fact]
    public void Compute_ResultFits_IsPresent() => Cents(Value.Int64(12)).Value.AsInt64.Should().Be(1200);

    [Semantics("7.13")]
    [Fact]
    public void Compute_ResultDoesNotFit_NamesTheFeature()
    {
        var act = () => Cents(Value.Int64(long.MaxValue));

        act.Should().Throw<JobException>().WithMessage("Feature order.cents overflows*").Which.ExitCode.Should().Be(1);
    }

    private static Pipelines.Lookup.LookedUpFeature Cents(Value dollars) =>
        new OnDemandFeatures((OnDemandViewDefinition)Member.View, Member).Compute(new Dictionary<string, Value> { ["dollars"] = dollars }).Single();

    private sealed class OrdersProject : FeatureProject
    {
        protected override void Define(ProjectBuilder project)
        {
            var request = project.Request("checkout").Field<long>("dollars");
            project.Set("orders", version: 1).With(project.OnDemand("order", version: 1, request).Feature("cents", r => r.Get<long>("dollars") * 100));
        }
    }
}

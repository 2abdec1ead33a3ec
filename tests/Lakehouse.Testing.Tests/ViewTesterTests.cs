using Lakehouse.Features;

namespace Lakehouse.Testing.Tests;

public sealed class ViewTesterTests
{
    private static readonly DateTimeOffset Noon = new(2001, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ReadingsProject Project = new((project, contract) =>
    {
        project.WindowView("places", 1, contract, by: project.Entity<string>("place"), key: r => r.Site!)
            .Over(Window.Hours(1)).Feature("n", w => w.Count()).Feature("cost", w => w.Sum(r => r.Cost)).Feature("late_share", w => w.Count(r => r.X > 15) / w.Count());
        project.StateView("pairs", 1, contract, by: project.Entity<SiteMeter>("pair"), key: r => new SiteMeter(r.Site!, r.Meter!)).Feature("level", r => r.Level);
        project.OnDemand("calendar", 1, project.Request("planned").Field<DateTimeOffset>("planned_at")).Feature("hour", r => r.Get<DateTimeOffset>("planned_at").Hour);
    });

    [Fact]
    public void At_WindowView_GivesTypedValues()
    {
        var features = ViewTester.Of(Project, "places@1").Given(Reading("a", -5, cost: 1.25m, x: 20), Reading("b", -65, cost: 9m), Reading("c", -1, cost: 2m, x: 3)).At("A", Noon);

        features.Should().HaveValue("n_1h", 2).And.HaveValue("cost_1h", 3.25m).And.HaveValue("late_share_1h", 0.5);
        features.Status("n_1h").Should().Be(ExpectedStatus.Present);
    }

    [Semantics("3.8")]
    [Fact]
    public void At_UnknownKey_IsAbsent()
    {
        var features = ViewTester.Of(Project, "places@1").Given(Reading("a", -5)).At("B", Noon);

        features["n_1h"].Should().BeNull();
        features.Should().BeAbsent();
        features.Status("n_1h").Should().Be(ExpectedStatus.Absent);
    }

    [Fact]
    public void At_RecordKey_FindsTheRow()
    {
        var features = ViewTester.Of(Project, "pairs@1").Given(Reading("a", 0) with { Level = 2.5 }).At(new SiteMeter("A", "m"), Noon);

        features.Should().HaveValue("level", 2.5);
    }

    [Semantics("3.11")]
    [Fact]
    public void Request_OnDemandView_Computes()
    {
        var tester = ViewTester.Of(Project, "calendar@1");

        tester.Request(("planned_at", Noon))["hour"].Should().Be(12L);
        tester.Request().Status("hour").Should().Be(ExpectedStatus.Null);
        FluentActions.Invoking(() => tester.Request(("planed_at", Noon))).Should().Throw<ArgumentException>().WithMessage("*has no input planed_at*");
    }

    [Fact]
    public void Of_UnknownView_NamesTheViews() =>
        FluentActions.Invoking(() => ViewTester.Of(Project, "place@1")).Should().Throw<ArgumentException>().WithMessage("*it has places@1, pairs@1, calendar@1*");

    private static Reading Reading(string id, int minutes, decimal? cost = null, long? x = null) =>
        new() { Id = id, At = Noon.AddMinutes(minutes), Site = "A", Meter = "m", Cost = cost, X = x };
}

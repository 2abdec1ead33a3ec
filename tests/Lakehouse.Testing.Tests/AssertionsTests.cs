using Lakehouse.Features;
using Xunit.Sdk;

namespace Lakehouse.Testing.Tests;

public sealed class AssertionsTests
{
    private static readonly DateTimeOffset Noon = new(2001, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ReadingsProject Project = new((project, contract) => project
        .WindowView("places", 1, contract, by: project.Entity<string>("place"), key: r => r.Site!)
        .Over(Window.Hours(1))
        .Feature("n", w => w.Count())
        .Feature("cost", w => w.Sum(r => r.Cost))
        .Feature("x_mean", w => w.Mean(r => r.X))
        .TimeToLive(TimeSpan.FromHours(2)));

    private static readonly ViewTester Tester = ViewTester.Of(Project, "places@1").Given(Reading("a", -5, cost: 1.25m), Reading("b", -1, cost: 2m));

    [Fact]
    public void Features_AsExpected_Pass()
    {
        Tester.At("A", Noon).Should().HaveValue("n_1h", 2).And.HaveValue("n_1h", 2L).And.HaveValue("cost_1h", 3.25m).And.BeNull("x_mean_1h").And.HaveValue("x_mean_1h", null);
        Tester.At("A", Noon.AddHours(3)).Should().BeExpired("n_1h");
        Tester.At("B", Noon).Should().BeAbsent().And.BeAbsent("cost_1h");
    }

    [Fact]
    public void HaveValue_AnotherValue_ShowsBothAndAllFeatures()
    {
        var check = () => Tester.At("A", Noon).Should().HaveValue("n_1h", 3, "three {0} came", "readings");

        check.Should().Throw<XunitException>().WithMessage(
            "Expected n_1h (int64) to be 3 because three readings came, but found 2. All features of places@1: n_1h=2, cost_1h=3.25, x_mean_1h=NULL.");
    }

    [Fact]
    public void BeAbsent_PresentValue_Fails()
    {
        var check = () => Tester.At("A", Noon).Should().BeAbsent("n_1h");

        check.Should().Throw<XunitException>().WithMessage("Expected n_1h (int64) to be ABSENT, but found 2.*");
    }

    [Fact]
    public void HaveValue_WrongTypeOrColumn_SaysSo()
    {
        var features = Tester.At("A", Noon);

        FluentActions.Invoking(() => features.Should().HaveValue("n_1h", "2")).Should().Throw<ArgumentException>().WithMessage("A String is no value of int64*");
        FluentActions.Invoking(() => features.Should().HaveValue("m_1h", 2)).Should().Throw<ArgumentException>().WithMessage("The view places@1 has no column m_1h; it has n_1h, cost_1h*");
        FluentActions.Invoking(() => features.Should().HaveValueNear("n_1h", 2, 0.1)).Should().Throw<ArgumentException>().WithMessage("*is int64, which is exact*");
    }

    [Fact]
    public void EqualInNormalForm_SameEventsInAnotherOrder_Passes()
    {
        var other = ViewTester.Of(Project, "places@1").Given(Reading("b", -1, cost: 2m), Reading("a", -5, cost: 1.25m));

        Tester.Gold(Noon).Should().EqualInNormalForm(other.Gold(Noon.AddHours(1)), "the order of arrival does not matter");
    }

    [Fact]
    public void EqualInNormalForm_AnotherValue_NamesKeyInstantAndColumn()
    {
        var other = ViewTester.Of(Project, "places@1").Given(Reading("a", -5, cost: 1.25m), Reading("b", -1, cost: 2.5m));

        var check = () => Tester.Gold(Noon).Should().EqualInNormalForm(other.Gold(Noon));

        check.Should().Throw<XunitException>().WithMessage(
            "Expected gold of places@1 up to 2001-03-01T12:00:00.000000Z to equal the expected rows in normal form, but:"
            + "*place='A' valid_from=2001-03-01T11:59:00.000001Z: cost_1h=3.75 but found cost_1h=3.25");
    }

    [Fact]
    public void HaveValuesAt_GoldRows_LookUp()
    {
        var gold = Tester.Gold(Noon);

        gold.Should().HaveValuesAt(["A"], Noon, 2, 3.25m, null).And.NotHaveKey("B");
        FluentActions.Invoking(() => gold.Should().HaveValuesAt(["A"], Noon, 1, 3.25m, null)).Should().Throw<XunitException>().WithMessage("*n_1h=1*but found*n_1h=2*");
        FluentActions.Invoking(() => gold.Should().NotHaveKey("A")).Should().Throw<XunitException>().WithMessage("*no row of place='A'*");
    }

    private static Reading Reading(string id, int minutes, decimal? cost = null) => new() { Id = id, At = Noon.AddMinutes(minutes), Site = "A", Meter = "m", Cost = cost };
}

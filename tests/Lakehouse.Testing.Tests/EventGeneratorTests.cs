using Lakehouse.Features;

namespace Lakehouse.Testing.Tests;

public sealed class EventGeneratorTests
{
    private static readonly Lakehouse.Features.Definitions.EntityViewDefinition View = ReadingsProject.View((project, contract) => project
        .WindowView("v", 1, contract.Require("costs", r => r.Cost == null || r.Cost >= 0), by: project.Entity<SiteMeter>("pair"), key: r => new SiteMeter(r.Site!, r.Meter!))
        .Over(Window.Seconds(10), Window.Minutes(5)).Every(TimeSpan.FromSeconds(5)).Feature("sum", w => w.Sum(r => r.X)).OnOverflow(Overflow.Null));

    [Fact]
    public void Generate_SameSeed_GivesTheSame()
    {
        var first = new EventGenerator(View, seed: 3).Generate();
        var second = new EventGenerator(View, seed: 3).Generate();
        var other = new EventGenerator(View, seed: 4).Generate();

        Flat(first).Should().Equal(Flat(second));
        Flat(first).Should().NotEqual(Flat(other));
    }

    [Fact]
    public void Generate_History_HoldsWhatIsNasty()
    {
        var history = new EventGenerator(View, seed: 1, new() { Rows = 400, Batches = 5 }).Generate();
        var silver = history.Silver();
        var times = silver.Select(r => r[1].AsInt64).ToList();

        history.Batches.Should().HaveCount(5);
        history.Batches.Sum(b => b.Count).Should().Be(400);
        history.Batches.SelectMany(b => b).Should().Contain(c => c.Deleted);
        silver.Count.Should().BeLessThan(400);
        times.Should().Contain(t => t < 0).And.Contain(t => t > 0);
        times.Distinct().Count().Should().BeLessThan(times.Count, "ties are wanted");
        silver.Should().Contain(r => r[2].IsNull);
        silver.Should().OnlyContain(r => r[5].IsNull || r[5].AsInt64 >= 0, "rules are obeyed");
        silver.Select(r => r[0]).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Oracle_GeneratedEvents_AgreesWithALookupAtEveryInstant()
    {
        var history = new EventGenerator(View, seed: 2, new() { Rows = 60, Extremes = true }).Generate();
        var oracle = new ViewOracle(View, history.Silver());

        var rows = oracle.Rows(long.MaxValue);

        rows.Should().NotBeEmpty();
        foreach (var row in rows)
        {
            oracle.Lookup(row.Key, row.ValidFromMicros).Row!.SaysTheSameAs(row).Should().BeTrue();
            LookupRule.Find(View, rows, row.Key, row.ValidFromMicros).Row.Should().BeSameAs(row);
        }
    }

    private static IEnumerable<Value> Flat(EventHistory history) => history.Batches.SelectMany(b => b).SelectMany(c => c.Row.Append(Value.Bool(c.Deleted)));
}

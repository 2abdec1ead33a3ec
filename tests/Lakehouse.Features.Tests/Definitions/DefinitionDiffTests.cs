using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Tests.Authoring;
using static Lakehouse.Features.Tests.Authoring.InlineProject;

namespace Lakehouse.Features.Tests.Definitions;

public sealed class DefinitionDiffTests
{
    [Fact]
    public void Describe_Windows_ShowsOldAndNew()
    {
        var old = View(v => v.Over(Window.Hours(1), Window.Hours(24)));
        var now = View(v => v.Over(Window.Hours(1), Window.Hours(48)));

        Describe(old, now).Should().Equal("windows: 24h -> 48h");
    }

    [Fact]
    public void Describe_Features_ShowsExpressions()
    {
        var old = View(v => v.Over(Window.Hours(1)));
        var now = View(v => v.Over(Window.Hours(1)).Feature("more", w => w.Count()).TimeToLive(TimeSpan.FromDays(30)));
        var changed = old with { Features = [old.Features[0] with { Expression = now.Features[1].Expression }] };

        Describe(old, now).Should().BeEquivalentTo("features: more added", "time_to_live: none -> 30d");
        Describe(now, old).Should().BeEquivalentTo("features: more removed", "time_to_live: 30d -> none");
        Describe(old, changed).Should().BeEquivalentTo("contract.columns: meters removed", "contract.source.columns: Meters removed", "features.mean: mean(meters) -> count()");
    }

    [Fact]
    public void Describe_Rules_ShowsConditions()
    {
        var old = IdentityTests.View(_ => { }, c => c.Require("rich", t => t.Fare > 100));
        var now = IdentityTests.View(_ => { }, c => c.Require("rich", t => t.Fare > 200));

        Describe(old, now).Should().Equal("contract.rules: require fare > 100.00 -> require fare > 200.00");
    }

    [Fact]
    public void Describe_TheSame_IsEmpty() => Describe(View(v => v.Over(Window.Hours(1))), View(v => v.Over(Window.Hours(1)))).Should().BeEmpty();

    [Fact]
    public void OnlyGainsNullableColumns_ContractChanges_TellsThemApart()
    {
        var contract = Build(p => Trips.Contract(p)).Contracts[0];
        var source = contract.Source with { Columns = [.. contract.Source.Columns, new Field("Tip", DataType.Int64)] };
        var tip = new ContractColumn("tip", DataType.Int64, Nullable: true, ColumnRole.Value, new ColumnExpr("Tip", DataType.Int64));

        Gains(contract, contract with { Source = source, Columns = [.. contract.Columns, tip] }).Should().BeTrue();
        Gains(contract, contract with { Source = source, Columns = [.. contract.Columns, tip with { Nullable = false }] }).Should().BeFalse();
        Gains(contract, contract with { Columns = contract.Columns[..^1] }).Should().BeFalse();
        Gains(contract, contract).Should().BeFalse();
    }

    private static bool Gains(ContractDefinition old, ContractDefinition now) =>
        DefinitionDiff.OnlyGainsNullableColumns(DefinitionJson.Identity(old), DefinitionJson.Identity(now));

    private static IReadOnlyList<string> Describe(ViewDefinition old, ViewDefinition now) => DefinitionDiff.Describe(DefinitionJson.Identity(old), DefinitionJson.Identity(now));

    private static WindowViewDefinition View(Action<WindowView<Trip>> change) => (WindowViewDefinition)Build(project =>
    {
        var view = Trips.View(project).Feature("mean", w => w.Mean(t => t.Meters));
        change(view);
    }).Views[0];
}

using Lakehouse.Features.Definitions;
using Lakehouse.Features.Tests.Authoring;
using Sample.Flights;
using static Lakehouse.Features.Tests.Authoring.InlineProject;

namespace Lakehouse.Features.Tests.Definitions;

public sealed class IdentityTests
{
    private static readonly string Base = Hash(_ => { });

    [Semantics("6.1")]
    [Fact]
    public void Hash_Sample_StaysTheSameForEver()
    {
        var project = new FlightsProject().Build();
        string[] hashes =
        [
            .. project.Contracts.Select(c => DefinitionJson.Hash(DefinitionJson.Identity(c))),
            .. project.Views.Select(v => DefinitionJson.Hash(DefinitionJson.Identity(v))),
            .. project.Sets.Select(s => DefinitionJson.Hash(DefinitionJson.Identity(s))),
        ];

        hashes.Should().Equal(
            "sha256:a1e6005e0708d6176d27382445efbd4e6369f1105f4b78ed1b066755bf64566e",
            "sha256:1ae3a3523ca7896320c47f3d2c570923e932cf33e39c8ae40f8839cdd28ad729",
            "sha256:aa44f8de36eaf27a46e07e68fc02009c78aff07bad0f66eff201dc2d04a52d43",
            "sha256:47c790070ee5a25639a8fc5e1656c30ef58c2d4e79e6c924e55d29f5e92f109a",
            "sha256:c7ad03e087560ceed1719c00a4eda52b6f62e3b20256f852e145ff342681a412");
    }

    [Semantics("6.2")]
    [Fact]
    public void Hash_Descriptions_AreNotPartOfIt()
    {
        Hash(v => v.Owner("someone").Describe("something")).Should().Be(Base);
        Hash(_ => { }, c => c.Warn("rich", t => t.Fare > 100)).Should().Be(Base);
    }

    [Semantics("6.2")]
    [Fact]
    public void Hash_MeaningOfTheView_IsPartOfIt()
    {
        string[] others =
        [
            Hash(v => v.TimeToLive(TimeSpan.FromDays(1))),
            Hash(v => v.OnOverflow(Overflow.Null)),
            Hash(v => v.Over(Window.Days(2))),
            Hash(v => v.Every(TimeSpan.FromMinutes(5))),
            Hash(v => v.Feature("more", w => w.Count())),
        ];

        others.Append(Base).Should().OnlyHaveUniqueItems();
    }

    [Semantics("6.2")]
    [Fact]
    public void Hash_RulesAndTheirColumns_ArePartOfIt()
    {
        string[] others =
        [
            Hash(_ => { }, c => c.Require("rich", t => t.Fare > 100)),
            Hash(_ => { }, c => c.Require("rich", t => t.Fare > 101)),
            Hash(_ => { }, c => c.Delete(r => r.Paid == false)),
        ];

        others.Append(Base).Should().OnlyHaveUniqueItems();
        DefinitionJson.Identity(View(_ => { }, c => c.Require("rich", t => t.Fare > 100))).Should().Contain("\"Fare\"");
    }

    [Semantics("6.2")]
    [Fact]
    public void Identity_ColumnsThatTheViewDoesNotRead_AreNotPartOfIt()
    {
        var identity = DefinitionJson.Identity(View(_ => { }));

        identity.Should().Contain("trip_id").And.Contain("started_at").And.Contain("meters").And.Contain("\"city\"");
        identity.Should().NotContain("fare").And.NotContain("vector").And.NotContain("ended_at");
    }

    [Semantics("7.8")]
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Hash_OrderOfRawColumns_CountsOnlyWithoutAHeader(bool header)
    {
        var contract = Build(project => Trips.Contract(project)).Contracts[0];
        var source = contract.Source with { Format = Format.Csv(header: header) };
        var before = contract with { Source = source };
        var after = contract with { Source = source with { Columns = [.. source.Columns.Reverse()] } };

        var isSame = DefinitionJson.Identity(after) == DefinitionJson.Identity(before);

        isSame.Should().Be(header);
    }

    [Semantics("7.8")]
    [Fact]
    public void Hash_NameOfARule_IsNotPartOfIt() =>
        Hash(_ => { }, c => c.Require("rich", t => t.Fare > 100)).Should().Be(Hash(_ => { }, c => c.Require("wealthy", t => t.Fare > 100)));

    internal static WindowViewDefinition View(Action<WindowView<Trip>> change, Action<ContractBuilder<RawTrip, Trip>>? rules = null) => (WindowViewDefinition)Build(project =>
    {
        var contract = Trips.Contract(project);
        rules?.Invoke(contract);
        var view = project.WindowView("city_trips", 1, contract, by: project.Entity<string>("town"), key: t => t.City!)
            .Over(Window.Days(1))
            .Feature("mean", w => w.Mean(t => t.Meters));
        change(view);
    }).Views[0];

    private static string Hash(Action<WindowView<Trip>> change, Action<ContractBuilder<RawTrip, Trip>>? rules = null) =>
        DefinitionJson.Hash(DefinitionJson.Identity(View(change, rules)));
}

using Lakehouse.Features;

namespace Lakehouse.Catalog.Tests;

public sealed class FeatureCatalogTests : IDisposable
{
    private static readonly VersionedName Trips = new("trips", 1);
    private static readonly VersionedName CityTrips = new("city_trips", 1);
    private readonly TempLake temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ApplyAsync_NewProject_RegistersAllInOneCommit()
    {
        var catalog = await temp.CatalogAsync();

        var changes = await catalog.ApplyAsync(new TripsProject().Build(), Ct);

        changes.Select(c => (c.Kind, c.Action)).Should().Equal(("contract", "create"), ("view", "create"), ("set", "create"));
        (await catalog.Lake.CatalogTable("definitions").GetSnapshotAsync(ct: Ct)).Version.Should().Be(0);
        var view = await new FeatureCatalog(await temp.OpenAsync()).GetViewAsync(CityTrips, Ct);
        view.Hash.Should().Be(changes[1].Hash).And.StartWith("sha256:");
        view.Definition.Columns.Select(c => c.Name).Should().Equal("trips_1h");
    }

    [Fact]
    public async Task ApplyAsync_SameProjectAgain_ChangesNothing()
    {
        var catalog = await temp.CatalogAsync();
        await catalog.ApplyAsync(new TripsProject().Build(), Ct);

        var changes = await catalog.ApplyAsync(new TripsProject().Build(), Ct);

        changes.Should().OnlyContain(c => c.Action == "unchanged");
        (await catalog.Lake.CatalogTable("definitions").GetSnapshotAsync(ct: Ct)).Version.Should().Be(0);
    }

    [Fact]
    public async Task ApplyAsync_OtherOwner_DescribesTheViewAnew()
    {
        var catalog = await temp.CatalogAsync();
        var before = await catalog.ApplyAsync(new TripsProject().Build(), Ct);

        var changes = await catalog.ApplyAsync(new TripsProject(owner: "ops").Build(), Ct);

        changes.Single(c => c.Kind == "view").Action.Should().Be("describe");
        var view = await catalog.GetViewAsync(CityTrips, Ct);
        view.Definition.Owner.Should().Be("ops");
        view.Hash.Should().Be(before[1].Hash);
    }

    [Semantics("6.3")]
    [Fact]
    public async Task ApplyAsync_OtherMeaning_IsRefusedWithTheDifferenceAndRegistersNothing()
    {
        var catalog = await temp.CatalogAsync();
        await catalog.ApplyAsync(new TripsProject(hours: 24).Build(), Ct);

        var apply = () => catalog.ApplyAsync(new TripsProject(hours: 48).Build(), Ct);

        var error = (await apply.Should().ThrowAsync<CatalogException>()).Which;
        error.Code.Should().Be(CatalogErrorCode.VersionTaken);
        error.Message.Should().Contain("city_trips@1").And.Contain("24h -> 48h").And.Contain("city_trips@2");
        (await catalog.Lake.CatalogTable("definitions").GetSnapshotAsync(ct: Ct)).Version.Should().Be(0);
    }

    [Fact]
    public async Task PlanAsync_OtherRule_ShowsRefusalWithoutThrowing()
    {
        var catalog = await temp.CatalogAsync();
        await catalog.ApplyAsync(new TripsProject().Build(), Ct);

        var changes = await catalog.PlanAsync(new TripsProject(minimum: 3).Build(), Ct);

        changes.Should().OnlyContain(c => c.Action == "refuse" && c.Difference.Count > 0);
    }

    [Semantics("6.4")]
    [Fact]
    public async Task ApplyAsync_ContractGainsNullableColumn_MovesItsHashOn()
    {
        var catalog = await temp.CatalogAsync();
        var before = await catalog.ApplyAsync(new TripsProject().Build(), Ct);

        var changes = await catalog.ApplyAsync(new PricedTripsProject().Build(), Ct);

        changes.Single().Action.Should().Be("extend");
        var contract = await catalog.GetContractAsync(Trips, Ct);
        contract.Hash.Should().NotBe(before[0].Hash);
        contract.Definition.Columns.Select(c => c.Name).Should().Contain("price");
    }

    [Semantics("6.4")]
    [Fact]
    public async Task ApplyAsync_ContractLosesColumn_IsRefused()
    {
        var catalog = await temp.CatalogAsync();
        await catalog.ApplyAsync(new PricedTripsProject().Build(), Ct);

        var apply = () => catalog.ApplyAsync(new TripsProject().Build(), Ct);

        await apply.Should().ThrowAsync<CatalogException>().WithMessage("*trips@1*");
    }

    [Semantics("6.3")]
    [Fact]
    public async Task ApplyAsync_ManyAtOnce_ClaimAVersionForOneMeaning()
    {
        var catalogs = new List<FeatureCatalog>();
        for (var i = 0; i < 4; i++) catalogs.Add(await temp.CatalogAsync());

        var outcomes = await Task.WhenAll(catalogs.Select((c, i) => Task.Run(() => TryApplyAsync(c, hours: i + 1))));

        outcomes.Count(o => o).Should().Be(1);
        (await catalogs[0].ListViewsAsync(Ct)).Should().ContainSingle();
    }

    [Fact]
    public async Task GetViewAsync_Unknown_NamesWhatThereIs()
    {
        var catalog = await temp.CatalogAsync();
        await catalog.ApplyAsync(new TripsProject().Build(), Ct);

        var get = () => catalog.GetViewAsync(new("city_trip", 1), Ct);

        await get.Should().ThrowAsync<CatalogException>().WithMessage("*city_trip@1*city_trips@1*");
    }

    [Fact]
    public async Task GetSourceAsync_Registered_GivesItsFormat()
    {
        var catalog = await temp.CatalogAsync();
        await catalog.ApplyAsync(new TripsProject().Build(), Ct);

        (await catalog.GetSourceAsync("trips_raw", Ct)).Columns.Select(c => c.Name).Should().Equal("Id", "At", "City", "Price");
        var unknown = () => catalog.GetSourceAsync("other", Ct);
        await unknown.Should().ThrowAsync<CatalogException>().WithMessage("*trips_raw*");
    }

    public void Dispose() => temp.Dispose();

    private static async Task<bool> TryApplyAsync(FeatureCatalog catalog, int hours)
    {
        try
        {
            await catalog.ApplyAsync(new TripsProject(hours).Build(), Ct);
            return true;
        }
        catch (CatalogException e) when (e.Code == CatalogErrorCode.VersionTaken)
        {
            return false;
        }
    }
}

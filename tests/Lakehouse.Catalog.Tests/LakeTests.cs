using Lakehouse.Delta;

namespace Lakehouse.Catalog.Tests;

public sealed class LakeTests : IDisposable
{
    private readonly TempLake temp = new();

    [Fact]
    public async Task OpenAsync_NothingThere_SaysHowToCreateIt()
    {
        var open = () => temp.OpenAsync(create: false);

        (await open.Should().ThrowAsync<CatalogException>()).Which.Code.Should().Be(CatalogErrorCode.NotFound);
    }

    [Fact]
    public async Task OpenAsync_Created_OpensAgainWithoutAnotherCommit()
    {
        await temp.OpenAsync();

        var lake = await temp.OpenAsync(create: false);

        (await lake.CatalogTable("lake").GetSnapshotAsync(ct: TestContext.Current.CancellationToken)).Version.Should().Be(0);
    }

    [Fact]
    public async Task OpenAsync_CreatedByManyAtOnce_AllOpenOneLake()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => temp.OpenAsync())));

        var lake = await temp.OpenAsync(create: false);
        (await lake.CatalogTable("lake").GetSnapshotAsync(ct: TestContext.Current.CancellationToken)).Version.Should().Be(0);
    }

    [Fact]
    public async Task OpenAsync_AnotherFormat_IsRefused()
    {
        var ct = TestContext.Current.CancellationToken;
        var table = DeltaTable.ForPath(Path.Combine(temp.Root, "_catalog", "lake"));
        var properties = new Dictionary<string, string> { ["lakehouse.format"] = "99" };
        await table.Create(new TableSchema([new("created_at", new PrimitiveType("timestamp"))]), configuration: properties).CommitAsync(ct);

        var open = () => temp.OpenAsync();

        (await open.Should().ThrowAsync<CatalogException>()).Which.Message.Should().Contain("format 99").And.Contain("format 1");
    }

    [Fact]
    public async Task Table_NameOrPath_ResolvesZonesInTheLakeAndPathsOutside()
    {
        var lake = await temp.OpenAsync();

        lake.Table("gold/airport_delays@1").Path.Should().Be(Path.Combine(temp.Root, "gold", "airport_delays@1"));
        lake.Table("/elsewhere/table/").Path.Should().Be("/elsewhere/table");
        lake.Table("some/table").Path.Should().Be(Path.GetFullPath("some/table"));
        lake.Gold(new("airport_delays", 1)).Should().BeSameAs(lake.Table("gold/airport_delays@1"));
    }

    public void Dispose() => temp.Dispose();
}

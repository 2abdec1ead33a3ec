using Lakehouse.Features;

namespace Lakehouse.Catalog.Tests;

public sealed class CatalogRecordsTests : IDisposable
{
    private static readonly VersionedName View = new("city_trips", 1);
    private readonly TempLake temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RecordRunAsync_SeveralRuns_AreListedNewestFirst()
    {
        var catalog = await temp.CatalogAsync();
        var start = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddMicroseconds(6);
        await catalog.RecordRunAsync(new("a", "conform", "silver/x@1", start, start.AddSeconds(1), "succeeded", "{}"), Ct);
        await catalog.RecordRunAsync(new("b", "ingest", "bronze/x", start.AddMinutes(1), start.AddMinutes(2), "failed", "{\"error\":\"job\"}"), Ct);

        var runs = await new FeatureCatalog(await temp.OpenAsync()).ListRunsAsync(Ct);

        runs.Select(r => r.RunId).Should().Equal("b", "a");
        runs[1].StartedAt.Should().Be(start);
    }

    [Fact]
    public async Task RecordRunAsync_ManyAtOnce_KeepsAll()
    {
        var catalogs = new List<FeatureCatalog>();
        for (var i = 0; i < 4; i++) catalogs.Add(await temp.CatalogAsync());

        await Task.WhenAll(catalogs.Select((c, i) => Task.Run(() => c.RecordRunAsync(new($"{i}", "ingest", "bronze/x", default, default, "succeeded", "{}"), Ct))));

        (await catalogs[0].ListRunsAsync(Ct)).Should().HaveCount(4);
    }

    [Fact]
    public async Task RecordCommitsAsync_SameCommitTwice_CountsOnce()
    {
        var catalog = await temp.CatalogAsync();
        GoldCommit first = new(View, 0, 10, 2000, 5, 8, "{}"), second = new(View, 2, 20, 3000, 6, 9, "{\"silver/x@1\":3}");
        await catalog.RecordCommitsAsync([second, first], Ct);

        await catalog.RecordCommitsAsync([first, second], Ct);

        (await catalog.ListCommitsAsync(View, Ct)).Should().Equal(first, second);
        (await catalog.ListCommitsAsync(new("city_trips", 2), Ct)).Should().BeEmpty();
        (await catalog.Lake.CatalogTable("commits").GetSnapshotAsync(ct: Ct)).Version.Should().Be(0);
    }

    [Fact]
    public async Task PinAsync_ExistingPin_Stays()
    {
        var catalog = await temp.CatalogAsync();
        await catalog.PinAsync([new("gold/x@1", 3, "training/a"), new("silver/x@1", 7, "training/a")], Ct);

        await catalog.PinAsync([new("gold/x@1", 3, "training/a"), new("gold/x@1", 3, "training/b")], Ct);

        (await catalog.ListPinsAsync(Ct)).Should().Equal(new Pin("gold/x@1", 3, "training/a"), new Pin("silver/x@1", 7, "training/a"), new Pin("gold/x@1", 3, "training/b"));
    }

    public void Dispose() => temp.Dispose();
}

using Lakehouse.Delta.Maintenance;
using Lakehouse.Pipelines.Conform;
using Lakehouse.Pipelines.Maintain;

namespace Lakehouse.Pipelines.Tests.Maintain;

public sealed class RestoreJobTests(TripsLake trips) : IClassFixture<TripsLake>, IAsyncLifetime
{
    private TestLake test = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => test = await TestLake.CopyAsync(trips.Lake);

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Semantics("7.19")]
    [Fact]
    public async Task RunAsync_Silver_NextConformBringsItToTheSameRows()
    {
        await test.IngestAsync("trips_raw", test.Write("2.csv", Trips.Second));
        await test.RunAsync("2001-03-01T13:00:00Z");
        var rows = (await test.RowsAsync("silver/trips@1", "trip_id", "price")).Order().ToList();

        var result = await RestoreJob.RunAsync(test.Context, "silver/trips@1", new RestoreOptions { Version = 0 }, Ct);
        var restored = (await test.RowsAsync("silver/trips@1", "trip_id")).Order().ToList();
        var conformed = await ConformJob.RunAsync(test.Context, TripsProject.Contract, Ct);

        result.Version.Should().Be(2);
        restored.Should().Equal("a", "b", "c");
        conformed.Changed.Should().BeTrue();
        (await test.RowsAsync("silver/trips@1", "trip_id", "price")).Order().Should().Equal(rows);
    }

    [Semantics("7.19")]
    [Theory]
    [InlineData("bronze/trips_raw", "*append-only*--replace*")]
    [InlineData("gold/city_trips@1", "*append-only*")]
    [InlineData("silver/trips@1.quarantine", "*Restore silver*")]
    [InlineData("training/labels", "*Build it again*")]
    [InlineData("_catalog/pins", "*catalog*")]
    public async Task RunAsync_TableThatMustNotGoBack_IsRefused(string table, string message)
    {
        var act = () => RestoreJob.RunAsync(test.Context, table, new RestoreOptions { Version = 0 }, Ct);

        (await act.Should().ThrowAsync<JobException>()).WithMessage(message).Which.ExitCode.Should().Be(3);
    }
}

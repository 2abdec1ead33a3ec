using Lakehouse.Features;

namespace Lakehouse.Pipelines.Tests;

/// <summary>A lake in which the first trips were ingested and run at noon; tests work on copies of it.</summary>
public sealed class TripsLake : IAsyncLifetime
{
    public TestLake Lake { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Lake = await TestLake.CreateAsync(new TripsProject(Format.Csv()));
        await Lake.IngestAsync("trips_raw", Lake.Write("1.csv", Trips.First));
        await Lake.RunAsync("2001-03-01T12:00:00Z");
    }

    public ValueTask DisposeAsync() => Lake.DisposeAsync();
}

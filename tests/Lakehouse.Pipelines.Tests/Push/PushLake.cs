using Lakehouse.Catalog;
using Lakehouse.Catalog.Events;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Pipelines.Push;

namespace Lakehouse.Pipelines.Tests.Push;

/// <summary>A lake of trips with sinks of its own, each as a server of its own would have it.</summary>
public sealed class PushLake : IAsyncDisposable
{
    private readonly List<PushSink> sinks = [];

    private PushLake(TestLake lake) => Lake = lake;

    public TestLake Lake { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<PushLake> CreateAsync(FeatureProject? project = null) => new(await TestLake.CreateAsync(project ?? new TripsProject(Format.Csv())));

    /// <summary>A sink that shares nothing with others but the lake's files.</summary>
    public async Task<PushSink> OpenSinkAsync(PushOptions? options = null)
    {
        var lake = await Catalog.Lake.OpenAsync(Lake.Context.Lake.Root, create: false, TimeProvider.System, Ct);
        var sink = new PushSink(new FeatureCatalog(lake), options ?? new());
        sinks.Add(sink);
        return sink;
    }

    public async Task<long> BronzeRowsAsync() => (await Lake.SnapshotAsync("bronze/trips_raw")).Files.Sum(f => f.RecordCount ?? 0);

    /// <summary>Trips as columns.</summary>
    public static EventColumn[] Trips(params IReadOnlyList<(string? Id, string At, string? City, long? Price)> trips) =>
    [
        new("Id", EventForm.Text, [.. trips.Select(t => Value.String(t.Id))]),
        new("At", EventForm.Integer, [.. trips.Select(t => Value.Int64(Tests.Trips.At(t.At)))]),
        new("City", EventForm.Text, [.. trips.Select(t => Value.String(t.City))]),
        new("Price", EventForm.Integer, [.. trips.Select(t => t.Price is { } price ? Value.Int64(price) : Value.Null)]),
    ];

    public static Task<PushReceipt> PushAsync(PushSink sink, params IReadOnlyList<(string? Id, string At, string? City, long? Price)> trips) =>
        sink.PushAsync(TripsProject.Contract, Trips(trips), Ct);

    public async ValueTask DisposeAsync()
    {
        foreach (var sink in sinks) await sink.DisposeAsync();
        await Lake.DisposeAsync();
    }
}

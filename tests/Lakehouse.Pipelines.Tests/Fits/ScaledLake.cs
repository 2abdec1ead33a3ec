using System.Globalization;
using System.Text;
using System.Text.Json;
using Lakehouse.Features;
using Lakehouse.Pipelines.Lookup;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Tests.Fits;

/// <summary>A lake with generated trips, run at noon; tests work on copies of it.</summary>
public sealed class ScaledLake : IAsyncLifetime
{
    public const string Clock = "2001-03-01T12:00:00Z";
    private const int TripCount = 120;
    private static readonly string[] Cities = ["SEA", "PDX", "ÅRE", "X", "NONE"];

    public TestLake Lake { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Lake = await TestLake.CreateAsync(new ScaledProject());
        await Lake.IngestAsync("trips_raw", Lake.Write("1.csv", TripsCsv(new Random(7))));
        await Lake.RunAsync(Clock);
    }

    public ValueTask DisposeAsync() => Lake.DisposeAsync();

    /// <summary>A spine with unknown cities, missing labels and inputs, and expired features, at five instants, the clock first.</summary>
    public static string Spine(int rows)
    {
        var random = new Random(11);
        var csv = new StringBuilder("city,timestamp,label,planned_at\n");
        for (var i = 0; i < rows; i++)
        {
            var at = DateTimeOffset.Parse(Clock, CultureInfo.InvariantCulture).AddMinutes(-400 * (i % 5));
            var label = random.Next(6) == 0 ? "" : $"{random.Next(2)}";
            csv.Append(CultureInfo.InvariantCulture, $"{Cities[random.Next(Cities.Length)]},{at:yyyy-MM-ddTHH:mm:ssZ},{label},{(i % 4 == 0 ? "" : $"{at.AddHours(5):yyyy-MM-ddTHH:mm:ssZ}")}\n");
        }

        return csv.ToString();
    }

    public static TrainingSetOptions Options(TestLake test, string name, VersionedName set, int rows = 25) => new(set, test.Write($"{name}.csv", Spine(rows)), name);

    /// <summary>A value as JSON, which gives every bit of a double.</summary>
    public static string Text(object? value) => JsonSerializer.Serialize(value);

    public static string Text(LookedUpFeature feature) => Text(ClrValues.ToClr(feature.Value, feature.Type));

    private static string TripsCsv(Random random)
    {
        var csv = new StringBuilder("Id,At,City,Price\n");
        for (var i = 0; i < TripCount; i++)
        {
            var at = DateTimeOffset.Parse(Clock, CultureInfo.InvariantCulture).AddMinutes(-random.Next(1, 2500));
            csv.Append(CultureInfo.InvariantCulture, $"t{i},{at:yyyy-MM-ddTHH:mm:ssZ},{Cities[random.Next(4)]},{(random.Next(5) == 0 ? "" : $"{random.Next(0, 500)}")}\n");
        }

        return csv.ToString();
    }
}

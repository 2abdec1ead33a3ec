using Lakehouse.Features;

namespace Lakehouse.Benchmarks;

/// <summary>Meters whose readings are pushed: the last reading, and counts and sums of an hour.</summary>
internal sealed class MeterViews : FeatureProject
{
    public static readonly VersionedName Last = new("meter_last", 1);

    protected override void Define(ProjectBuilder project)
    {
        var meter = project.Entity<string>("meter");
        var raw = project.Source<RawMeter>("meters_raw", Format.Parquet);
        var readings = project.Conform<RawMeter, MeterReading>(raw, r => new MeterReading { ReadingId = r.Id!, TakenAt = r.TakenAt!.Value, Meter = r.Meter!, Level = r.Level });
        var last = project.StateView(Last.Name, version: 1, readings, by: meter, key: r => r.Meter).Feature("level", r => r.Level);
        var hour = project.WindowView("meter_hour", version: 1, readings, by: meter, key: r => r.Meter).Over(Window.Hours(1))
            .Feature("readings", w => w.Count()).Feature("highest", w => w.Max(r => r.Level));
        project.Set("meters", version: 1).With(last).With(hour);
    }

    private sealed record RawMeter(string? Id, DateTimeOffset? TakenAt, string? Meter, double? Level);

    [Contract("meters", version: 1)]
    private sealed record MeterReading
    {
        [EventId]
        public required string ReadingId { get; init; }

        [EventTime]
        public required DateTimeOffset TakenAt { get; init; }

        public required string Meter { get; init; }

        public double? Level { get; init; }
    }
}

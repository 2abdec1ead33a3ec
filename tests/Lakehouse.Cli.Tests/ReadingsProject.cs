using Lakehouse.Features;

namespace Lakehouse.Cli.Tests;

/// <summary>A small project on a text source.</summary>
public sealed class ReadingsProject : FeatureProject
{
    protected override void Define(ProjectBuilder project)
    {
        var sensor = project.Entity<string>("sensor");
        var raw = project.Source<RawReading>("readings_raw", Format.Csv());
        var readings = project.Conform<RawReading, Reading>(raw, r => new Reading { ReadingId = r.Id!, TakenAt = r.TakenAt!.Value, Sensor = r.Sensor!, Level = r.Level })
            .Require("level is not negative", r => r.Level == null || r.Level >= 0);
        var last = project.StateView("sensor_level", version: 1, readings, by: sensor, key: r => r.Sensor).Feature("level", r => r.Level);
        project.Set("levels", version: 1).With(last);
    }

    public sealed record RawReading(string? Id, DateTimeOffset? TakenAt, string? Sensor, long? Level);

    [Contract("readings", version: 1)]
    public sealed record Reading
    {
        [EventId]
        public required string ReadingId { get; init; }

        [EventTime]
        public required DateTimeOffset TakenAt { get; init; }

        public required string Sensor { get; init; }

        public long? Level { get; init; }
    }
}

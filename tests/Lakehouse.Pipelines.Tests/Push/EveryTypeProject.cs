using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Pipelines.Tests.Push;

public sealed record RawSample(
    string? Id, DateTimeOffset? TakenAt, long? Count, [property: Decimal(12, 3)] decimal? Money, double? Ratio, bool? Flag, DateOnly? Day, byte[]? Blob, double?[]? Vector);

[Contract("samples", version: 1)]
public sealed record Sample
{
    [EventId]
    public required string SampleId { get; init; }

    [EventTime]
    public required DateTimeOffset TakenAt { get; init; }

    public long? Count { get; init; }

    [Decimal(12, 3)]
    public decimal? Money { get; init; }

    public double? Ratio { get; init; }

    public bool? Flag { get; init; }

    public DateOnly? Day { get; init; }

    public byte[]? Blob { get; init; }

    public double?[]? Vector { get; init; }
}

/// <summary>A contract of all types over a source of any format.</summary>
public sealed class EveryTypeProject(SourceFormat format) : FeatureProject
{
    protected override void Define(ProjectBuilder project)
    {
        var sample = project.Entity<string>("sample");
        var raw = project.Source<RawSample>("samples_raw", format);
        var samples = project.Conform<RawSample, Sample>(raw, r => new Sample
        {
            SampleId = r.Id!, TakenAt = r.TakenAt!.Value, Count = r.Count, Money = r.Money, Ratio = r.Ratio, Flag = r.Flag, Day = r.Day, Blob = r.Blob, Vector = r.Vector,
        });
        project.StateView("sample_state", version: 1, samples, by: sample, key: r => r.SampleId).Feature("ratio", r => r.Ratio);
    }
}

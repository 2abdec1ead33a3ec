using System.Reflection;

namespace Lakehouse.Features.Tests.Authoring;

/// <summary>A contract with a nullable column of each type; the raw record is the same.</summary>
[Contract("every_type", version: 1)]
public sealed record EveryType
{
    [EventId] public required string Id { get; init; }
    [EventTime] public required DateTimeOffset At { get; init; }
    public bool? Flag { get; init; }
    public long? Whole { get; init; }
    [Decimal(12, 2)] public decimal? Money { get; init; }
    public double? Real { get; init; }
    public string? Text { get; init; }
    public DateTimeOffset? Instant { get; init; }
    public DateOnly? Day { get; init; }
    public byte[]? Bytes { get; init; }
    public IReadOnlyList<double>? Vector { get; init; }
}

/// <summary>Declarations over <see cref="EveryType"/>.</summary>
internal static class EveryTypes
{
    internal static ContractBuilder<EveryType, EveryType> Contract(ProjectBuilder project) =>
        project.Conform<EveryType, EveryType>(project.Source<EveryType>("raw", Format.Parquet), r => new EveryType
        {
            Id = r.Id, At = r.At, Flag = r.Flag, Whole = r.Whole, Money = r.Money, Real = r.Real, Text = r.Text,
            Instant = r.Instant, Day = r.Day, Bytes = r.Bytes, Vector = r.Vector,
        });

    internal static WindowView<EveryType> View(ProjectBuilder project) =>
        project.WindowView("v", 1, Contract(project), by: project.Entity<string>("item"), key: t => t.Id).Over(Window.Hours(1), Window.Lifetime);

    /// <summary>The column type of a nullable value property; null for the id and the time.</summary>
    internal static string? NameOf(PropertyInfo property) => property.Name switch
    {
        "Flag" => "bool",
        "Whole" => "int64",
        "Money" => "decimal(12,2)",
        "Real" => "double",
        "Text" => "string",
        "Instant" => "timestamp",
        "Day" => "date",
        "Bytes" => "binary",
        "Vector" => "list<double>",
        _ => null,
    };
}

using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Tests;

/// <summary>A raw reading of a meter.</summary>
public sealed record RawReading(string? Id, DateTimeOffset? At, string? Site, string? Meter, long? X, [Decimal(10, 2)] decimal? Cost, double? Level);

/// <summary>A reading of a meter.</summary>
[Contract("readings", version: 1)]
public sealed record Reading
{
    [EventId] public required string Id { get; init; }
    [EventTime] public required DateTimeOffset At { get; init; }
    public string? Site { get; init; }
    public string? Meter { get; init; }
    public long? X { get; init; }
    [Decimal(10, 2)] public decimal? Cost { get; init; }
    public double? Level { get; init; }
}

/// <summary>A two-column key.</summary>
public sealed record SiteMeter(string Site, string Meter);

/// <summary>A project written inside a test.</summary>
internal sealed class ReadingsProject(Action<ProjectBuilder, ContractBuilder<RawReading, Reading>> define) : FeatureProject
{
    internal static EntityViewDefinition View(Action<ProjectBuilder, ContractBuilder<RawReading, Reading>> define) =>
        (EntityViewDefinition)new ReadingsProject(define).Build().Views[0];

    internal static WindowViewDefinition Window(Action<WindowView<Reading>> define) =>
        (WindowViewDefinition)View((project, contract) => define(project.WindowView("v", 1, contract, by: project.Entity<string>("place"), key: r => r.Site!)));

    internal static StateViewDefinition State(Action<StateView<Reading>> define) =>
        (StateViewDefinition)View((project, contract) => define(project.StateView("v", 1, contract, by: project.Entity<string>("place"), key: r => r.Site!)));

    protected override void Define(ProjectBuilder project) => define(project, project.Conform(project.Source<RawReading>("raw", Format.Parquet), r => new Reading
    {
        Id = r.Id!,
        At = r.At!.Value,
        Site = r.Site,
        Meter = r.Meter,
        X = r.X,
        Cost = r.Cost,
        Level = r.Level,
    }));
}

/// <summary>Silver rows in short.</summary>
internal static class Silver
{
    internal static Value[] Row(string id, long at, long? x = null, string? site = "A", string? meter = null) =>
        [Value.String(id), Value.Int64(at), Value.String(site), Value.String(meter), x is { } value ? Value.Int64(value) : Value.Null, Value.Null, Value.Null];
}

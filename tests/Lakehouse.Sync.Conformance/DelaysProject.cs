using Lakehouse.Features;

namespace Lakehouse.Sync.Conformance;

/// <summary>A flight as it comes.</summary>
public sealed record RawFlight(string? Id, DateTimeOffset? At, string? Airport, long? Delay);

/// <summary>A flight.</summary>
[Contract("flights", version: 1)]
public sealed record Flight
{
    /// <summary>Its id.</summary>
    [EventId]
    public required string FlightId { get; init; }

    /// <summary>When it left.</summary>
    [EventTime]
    public required DateTimeOffset At { get; init; }

    /// <summary>Where from.</summary>
    public required string Airport { get; init; }

    /// <summary>Minutes late.</summary>
    public long? Delay { get; init; }
}

/// <summary>One state view, whose gold the tests write themselves.</summary>
public sealed class DelaysProject : FeatureProject
{
    /// <summary>The view.</summary>
    public static readonly VersionedName View = new("delays", 1);

    /// <inheritdoc/>
    protected override void Define(ProjectBuilder project)
    {
        var airport = project.Entity<string>("airport");
        var raw = project.Source<RawFlight>("flights_raw", Format.Csv());
        var flights = project.Conform<RawFlight, Flight>(raw, r => new Flight { FlightId = r.Id!, At = r.At!.Value, Airport = r.Airport!, Delay = r.Delay });
        project.StateView("delays", version: 1, flights, by: airport, key: f => f.Airport).Feature("delay", f => f.Delay);
    }
}

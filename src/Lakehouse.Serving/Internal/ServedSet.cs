using System.Collections.Immutable;
using Google.Protobuf;
using Lakehouse.Online.Sets;
using Lakehouse.Serving.Internal.Telemetry;

namespace Lakehouse.Serving.Internal;

/// <summary>A set ready to be served: its plan and the parts of the answer that never change, as bytes.</summary>
/// <param name="Plan">The plan, with the fit's parameters inside.</param>
/// <param name="FitName">The fit's name with its version; empty where the set needs none.</param>
/// <param name="Metrics">What is counted of it.</param>
/// <param name="ResolvedAt">When a name that may stand for another fit later was looked up; null for names that mean one thing for ever.</param>
internal sealed record ServedSet(SetPlan Plan, string FitName, SetMetrics Metrics, long? ResolvedAt)
{
    /// <summary>The field of the set's identity.</summary>
    public ReadOnlyMemory<byte> Identity { get; } = new V1.GetFeaturesResponse { DefinitionHash = Plan.Hash }.ToByteArray();

    /// <summary>The same, and the field of names and types.</summary>
    public ReadOnlyMemory<byte> IdentityAndSchema { get; } = new V1.GetFeaturesResponse { DefinitionHash = Plan.Hash, Schema = SchemaWriter.Write(Plan) }.ToByteArray();

    /// <summary>Markers of the views, in the plan's order, as fields of an answer.</summary>
    public ImmutableArray<MarkerField> Markers { get; } = [.. Plan.Views.Select(_ => new MarkerField())];

    /// <summary>The fields of the fit's name and identity.</summary>
    public ReadOnlyMemory<byte> Fit { get; } = new V1.GetFeaturesResponse { Fit = FitName, FitHash = Plan.FitHash ?? "" }.ToByteArray();
}

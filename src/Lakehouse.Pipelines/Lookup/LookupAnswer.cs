using Lakehouse.Features;
using Lakehouse.Online;

namespace Lakehouse.Pipelines.Lookup;

/// <summary>A feature of a looked-up key.</summary>
/// <param name="View">The view's name; null for a transform of the set.</param>
/// <param name="Column">The column, or the transform's name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">The value; NULL for all statuses but PRESENT.</param>
/// <param name="Status">What it is.</param>
public sealed record LookedUpFeature(string? View, string Column, DataType Type, Value Value, FeatureStatus Status)
{
    /// <summary><c>view.column</c>, or the transform's name.</summary>
    public string Name => View is null ? Column : $"{View}.{Column}";
}

/// <summary>A key's answer.</summary>
/// <param name="AtMicros">The instant.</param>
/// <param name="Features">In the set's order, then its transforms.</param>
/// <param name="EventTimeMicros">By entity view name; null where no row.</param>
/// <param name="KnownAtMicros">By entity view name; null where no row.</param>
/// <param name="Stale">Names of stale views.</param>
public sealed record LookupAnswer(
    long AtMicros, IReadOnlyList<LookedUpFeature> Features, IReadOnlyDictionary<string, long?> EventTimeMicros, IReadOnlyDictionary<string, long?> KnownAtMicros,
    IReadOnlyList<string> Stale);

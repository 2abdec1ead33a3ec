using Lakehouse.Serving.V1;

namespace Lakehouse.Client;

/// <summary>A looked-up value.</summary>
/// <param name="Status">What it is.</param>
/// <param name="Value">
/// bool, long, decimal, double, string, <see cref="DateTimeOffset"/>, <see cref="DateOnly"/>, byte[] or double?[]; null unless the status is <see cref="FeatureStatus.Present"/>.
/// </param>
public readonly record struct FeatureValue(FeatureStatus Status, object? Value);

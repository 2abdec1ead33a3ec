using System.Collections;
using System.Runtime.CompilerServices;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>Names and values that tell the series of a metric apart.</summary>
[CollectionBuilder(typeof(LabelSet), nameof(Create))]
internal readonly struct LabelSet(params (string Name, string Value)[] labels) : IEnumerable<(string Name, string Value)>
{
    private readonly (string Name, string Value)[]? labels = labels;

    public static LabelSet Create(ReadOnlySpan<(string Name, string Value)> labels) => new(labels.ToArray());

    public ReadOnlySpan<(string Name, string Value)> All => labels;

    /// <summary>The labels as tags of an OpenTelemetry measurement.</summary>
    public KeyValuePair<string, object?>[] Tags() => [.. (labels ?? []).Select(l => new KeyValuePair<string, object?>(l.Name, l.Value))];

    public IEnumerator<(string Name, string Value)> GetEnumerator() => (labels ?? []).AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

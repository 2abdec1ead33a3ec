using System.Text.Json.Nodes;
using Lakehouse.Features.Internal.Json;

namespace Lakehouse.Features.Internal.Fits;

/// <summary>Counts of categories: all by their text, or the most frequent ones in order.</summary>
internal sealed class CategoryAccumulator(DataType type, int? top) : FitAccumulator
{
    private readonly Dictionary<Value, long> counts = [];
    private long count;

    internal override void Add(Value value, Value label, long spineRow)
    {
        if (value.IsNull) return;
        count++;
        counts[value] = counts.GetValueOrDefault(value) + 1;
    }

    internal override JsonObject Finish()
    {
        var categories = counts.Select(c => (Text: Parameters.Category(c.Key, type), Count: c.Value));
        var ordered = top is { } most
            ? categories.OrderByDescending(c => c.Count).ThenBy(c => c.Text, Utf8Order.Comparer).Take(most)
            : categories.OrderBy(c => c.Text, Utf8Order.Comparer);
        return new() { ["count"] = count, ["categories"] = ordered.Select(c => (JsonNode)new JsonObject { ["value"] = c.Text, ["count"] = c.Count }).ToJson() };
    }
}

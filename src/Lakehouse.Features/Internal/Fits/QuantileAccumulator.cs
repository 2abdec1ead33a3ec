using System.Text.Json.Nodes;
using Lakehouse.Features.Internal.Json;

namespace Lakehouse.Features.Internal.Fits;

/// <summary>Quantiles i/parts of the finite values: with the n values in order, the one at place ⌊n·i/parts⌋ from 0. No value is made up between two others.</summary>
internal sealed class QuantileAccumulator(DataType type, int parts) : FitAccumulator
{
    private readonly List<long> numbers = [];

    internal override void Add(Value value, Value label, long spineRow)
    {
        if (SortableNumber.TryOf(value, type) is { } number) numbers.Add(number);
    }

    internal override JsonObject Finish()
    {
        numbers.Sort();
        var places = numbers.Count == 0 ? [] : Enumerable.Range(1, parts - 1).Select(i => (int)((long)numbers.Count * i / parts));
        return new()
        {
            ["count"] = numbers.Count,
            ["quantiles"] = places.Select(p => (JsonNode)ValueText.Of(SortableNumber.ToValue(numbers[p], type), type)).ToJson(),
        };
    }
}

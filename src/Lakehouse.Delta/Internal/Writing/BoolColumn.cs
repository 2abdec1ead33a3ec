using System.Text.Json.Nodes;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>A column stored as BOOLEAN; Delta keeps no bounds of it.</summary>
internal sealed class BoolColumn(TableColumn column, int capacity) : ValueColumn<bool>(column, capacity)
{
    public override void AppendBool(bool value) => Append(value);

    protected override void Bound(ReadOnlySpan<bool> group)
    {
    }

    protected override (JsonNode? Min, JsonNode? Max) TakeBounds() => (null, null);
}

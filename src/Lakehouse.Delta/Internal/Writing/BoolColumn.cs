using System.Text.Json.Nodes;
using ParquetSharp;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>A column stored as BOOLEAN; Delta keeps no bounds of it.</summary>
internal sealed class BoolColumn(TableColumn column, int capacity) : BufferedColumn(column, capacity)
{
    private readonly bool[] values = new bool[capacity];
    private int count;

    public override void AppendBool(bool value)
    {
        values[count++] = value;
        Rows++;
    }

    protected override void Write(ColumnWriter writer)
    {
        WriteValues<bool>(writer, values.AsSpan(0, count));
        count = 0;
    }

    protected override (JsonNode? Min, JsonNode? Max) TakeBounds() => (null, null);
}

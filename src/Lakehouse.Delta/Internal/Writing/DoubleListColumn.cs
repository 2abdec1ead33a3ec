using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using ParquetSharp;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Lists of doubles as Parquet's three-level list with optional elements; Delta keeps no bounds of them.</summary>
/// <remarks>Levels of a nullable list: 0 null, 1 empty, 2 null element, 3 element; one less each when the list is required.</remarks>
internal sealed class DoubleListColumn(TableColumn column, int capacity) : BufferedColumn(column, capacity)
{
    private readonly short emptyLevel = column.Nullable ? (short)1 : (short)0;
    private readonly List<short> definition = [];
    private readonly List<short> repetition = [];
    private readonly List<double> values = [];

    public override void AppendNull()
    {
        base.AppendNull();
        AddLevels(definitionLevel: 0, repetitionLevel: 0);
    }

    public override void AppendDoubles(ReadOnlySpan<double?> list)
    {
        Rows++;
        if (list.IsEmpty) AddLevels(emptyLevel, repetitionLevel: 0);
        for (var i = 0; i < list.Length; i++)
        {
            AddLevels((short)(emptyLevel + (list[i].HasValue ? 2 : 1)), (short)(i == 0 ? 0 : 1));
            if (list[i] is { } value) values.Add(value);
        }
    }

    protected override void Write(ColumnWriter writer)
    {
        ((ColumnWriter<double>)writer).WriteBatch(
            definition.Count,
            CollectionsMarshal.AsSpan(definition),
            CollectionsMarshal.AsSpan(repetition),
            CollectionsMarshal.AsSpan(values));
        definition.Clear();
        repetition.Clear();
        values.Clear();
    }

    protected override (JsonNode? Min, JsonNode? Max) TakeBounds() => (null, null);

    private void AddLevels(short definitionLevel, short repetitionLevel)
    {
        definition.Add(definitionLevel);
        repetition.Add(repetitionLevel);
    }
}

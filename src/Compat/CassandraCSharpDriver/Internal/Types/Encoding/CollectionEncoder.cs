using System.Collections;
using System.Runtime.CompilerServices;
using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Types;

/// <summary>Writes lists, sets, maps, tuples and vectors.</summary>
internal static class CollectionEncoder
{
    public static void Write(FrameWriter writer, object value, CqlType type)
    {
        switch (type.Code, value)
        {
            case (ColumnTypeCode.Map, IDictionary map):
                WriteMap(writer, map, type);
                break;
            case (ColumnTypeCode.List or ColumnTypeCode.Set, IEnumerable elements and not string and not byte[]):
                WriteCounted(writer, elements, type.Arguments[0]);
                break;
            case (ColumnTypeCode.Tuple, ITuple tuple) when tuple.Length <= type.Arguments.Length:
                for (var i = 0; i < tuple.Length; i++) ValueEncoder.WriteValue(writer, tuple[i], type.Arguments[i]);
                break;
            case (ColumnTypeCode.Udt, byte[] bytes):
                writer.WriteRaw(bytes);
                break;
            case (ColumnTypeCode.Custom, IEnumerable elements and not string and not byte[]):
                WriteVector(writer, elements, type);
                break;
            default:
                throw ValueEncoder.Mismatch(value, type);
        }
    }

    private static void WriteMap(FrameWriter writer, IDictionary map, CqlType type)
    {
        writer.WriteInt32(map.Count);
        foreach (DictionaryEntry pair in map)
        {
            WriteElement(writer, pair.Key, type.Arguments[0]);
            WriteElement(writer, pair.Value, type.Arguments[1]);
        }
    }

    private static void WriteCounted(FrameWriter writer, IEnumerable elements, CqlType type)
    {
        var count = writer.BeginBytes();
        var written = 0;
        foreach (var element in elements)
        {
            WriteElement(writer, element, type);
            written++;
        }

        writer.FillInt32(count - sizeof(int), written);
    }

    private static void WriteElement(FrameWriter writer, object? element, CqlType type) =>
        ValueEncoder.WriteValue(writer, element ?? throw new InvalidTypeException($"A collection of {type} cannot hold null"), type);

    private static void WriteVector(FrameWriter writer, IEnumerable elements, CqlType type)
    {
        var element = type.Arguments[0];
        var written = 0;
        foreach (var item in elements)
        {
            if (item is null) throw new InvalidTypeException($"A {type} cannot hold null");
            if (VectorLayout.FixedSizeOf(element) > 0) ValueEncoder.Write(writer, item, element);
            else WriteSized(writer, item, element);
            written++;
        }

        if (written != type.Dimensions) throw new InvalidTypeException($"A {type} takes {type.Dimensions} elements, not {written}");
    }

    /// <summary>The length before an element is as long as its number needs, so the element is written aside first.</summary>
    private static void WriteSized(FrameWriter writer, object item, CqlType type)
    {
        var bytes = ValueEncoder.Encode(item, type)!;
        VInt.Write(writer.Take(VInt.SizeOf((ulong)bytes.Length)), (ulong)bytes.Length);
        writer.WriteRaw(bytes);
    }
}

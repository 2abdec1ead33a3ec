using System.Text;
using Lakehouse.Delta.Internal;
using static DuckDB.NET.Native.NativeMethods;

namespace Lakehouse.Delta.DuckDb;

/// <summary>Reads values of any Delta type out of DuckDB's column vectors.</summary>
/// <remarks>
/// 1. A vector is an array of fixed-width slots and a bit mask of valid rows; a missing mask means that all are.
/// 2. A list's slot is a range of its child vector; a map is a list of structs of key and value; a struct's fields are vectors of the same length.
/// </remarks>
internal static unsafe class VectorValue
{
    /// <summary>Strings up to this length lie inside their 16-byte slot, longer ones behind a pointer.</summary>
    private const int InlineStringLength = 12;

    private const int StringSlotBytes = 16;

    public static object? Read(nint vector, long row, DeltaType type)
    {
        var mask = (ulong*)Vectors.DuckDBVectorGetValidity(vector);
        if (mask is not null && ((mask[row >> 6] >> (int)(row & 63)) & 1) == 0) return null;
        var data = (byte*)Vectors.DuckDBVectorGetData(vector);
        return type switch
        {
            PrimitiveType primitive => Primitive(data, row, primitive.Name),
            ArrayType array => List(vector, (ulong*)data + (2 * row), array.Element),
            MapType map => Map(vector, (ulong*)data + (2 * row), map),
            StructType structure => Struct(vector, row, structure),
            _ => throw new ArgumentException($"No value of type {type}."),
        };
    }

    /// <summary>UTF-8 of a VARCHAR or bytes of a BLOB.</summary>
    public static ReadOnlySpan<byte> Bytes(byte* data, long row)
    {
        var slot = data + (row * StringSlotBytes);
        var length = *(int*)slot;
        return length <= InlineStringLength ? new(slot + 4, length) : new(*(byte**)(slot + 8), length);
    }

    private static object Primitive(byte* data, long row, string type) => type switch
    {
        "string" => Encoding.UTF8.GetString(Bytes(data, row)),
        "long" => ((long*)data)[row],
        "integer" or "void" => ((int*)data)[row],
        "short" => ((short*)data)[row],
        "byte" => ((sbyte*)data)[row],
        "double" => ((double*)data)[row],
        "float" => ((float*)data)[row],
        "boolean" => data[row] != 0,
        "binary" => Bytes(data, row).ToArray(),
        "date" => CivilTime.Date(((int*)data)[row]),
        "timestamp" => CivilTime.Timestamp(((long*)data)[row], zone: "Z"),
        "timestamp_ntz" => CivilTime.Timestamp(((long*)data)[row], zone: ""),
        _ => Decimal(data, row, type),
    };

    private static object Decimal(byte* data, long row, string type)
    {
        var (precision, scale) = Internal.Writing.ParquetLayout.DecimalParts(type) ?? throw new ArgumentException($"No value of type {type}.");
        Int128 unscaled = precision switch
        {
            <= 4 => ((short*)data)[row],
            <= 9 => ((int*)data)[row],
            <= 18 => ((long*)data)[row],
            _ => new Int128(((ulong*)data)[(2 * row) + 1], ((ulong*)data)[2 * row]),
        };
        var magnitude = (UInt128)Int128.Abs(unscaled);
        if (magnitude >> 96 == 0 && scale <= 28) return new decimal((int)magnitude, (int)(magnitude >> 32), (int)(magnitude >> 64), unscaled < 0, (byte)scale);
        var digits = magnitude.ToString().PadLeft(scale + 1, '0');
        return (unscaled < 0 ? "-" : "") + (scale == 0 ? digits : digits[..^scale] + "." + digits[^scale..]);
    }

    private static object?[] List(nint vector, ulong* range, DeltaType element)
    {
        var child = Vectors.DuckDBListVectorGetChild(vector);
        var items = new object?[range[1]];
        for (var i = 0; i < items.Length; i++) items[i] = Read(child, (long)range[0] + i, element);
        return items;
    }

    private static KeyValuePair<object, object?>[] Map(nint vector, ulong* range, MapType type)
    {
        var entries = Vectors.DuckDBListVectorGetChild(vector);
        var (keys, values) = (Vectors.DuckDBStructVectorGetChild(entries, 0), Vectors.DuckDBStructVectorGetChild(entries, 1));
        var map = new KeyValuePair<object, object?>[range[1]];
        for (var i = 0; i < map.Length; i++) map[i] = new(Read(keys, (long)range[0] + i, type.Key)!, Read(values, (long)range[0] + i, type.MapValue));
        return map;
    }

    private static Dictionary<string, object?> Struct(nint vector, long row, StructType type)
    {
        var fields = new Dictionary<string, object?>(type.Fields.Count);
        for (var i = 0; i < type.Fields.Count; i++) fields[type.Fields[i].Name] = Read(Vectors.DuckDBStructVectorGetChild(vector, i), row, type.Fields[i].Type);
        return fields;
    }
}

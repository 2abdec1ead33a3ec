using Lakehouse.Features;
using Lakehouse.Online.Sets;

namespace Lakehouse.Serving.Internal;

/// <summary>Reads one request column as values of the declared type.</summary>
internal static class InputColumnReader
{
    /// <param name="column">The column.</param>
    /// <param name="field">Its declaration.</param>
    /// <param name="place">What it is, for messages and for cells that hold no value of the type.</param>
    /// <param name="bad">Gets those cells; NULL takes their places.</param>
    public static Value[] Read(V1.InputColumn column, Field field, ColumnPlace place, ref List<BadCell>? bad)
    {
        var total = column.Strings.Count + column.Integers.Count + column.Doubles.Count + column.Bools.Count + column.Binaries.Count + column.DoubleLists.Count;
        var values = field.Type.Kind switch
        {
            TypeKind.String => column.Strings.Select(v => Value.String(v)).ToArray(),
            TypeKind.Double => column.Doubles.Select(Double).ToArray(),
            TypeKind.Bool => column.Bools.Select(Value.Bool).ToArray(),
            TypeKind.Binary => column.Binaries.Select(v => Value.Binary(v.ToByteArray())).ToArray(),
            TypeKind.DoubleList => column.DoubleLists.Select(v => List(v, field, place)).ToArray(),
            _ => column.Integers.Select(Value.Int64).ToArray(),
        };
        if (total != values.Length)
            throw place.Invalid($"The {place.What} {field.Name} is {field.Type}, but values of another type were sent; give them in `{FieldFor(field.Type.Kind)}`.");
        Nulled(values, column, field, place);
        if (field.Type.Kind == TypeKind.Decimal) Decimals(values, column.Scale, field, place, ref bad);
        return values;
    }

    private static void Nulled(Value[] values, V1.InputColumn column, Field field, ColumnPlace place)
    {
        if (column.Nulls.IsEmpty) return;
        if (column.Nulls.Length != values.Length) throw place.Invalid($"The {place.What} {field.Name} has {values.Length} values and {column.Nulls.Length} null marks.");
        for (var row = 0; row < values.Length; row++)
        {
            if (column.Nulls[row] != 0) values[row] = Value.Null;
        }
    }

    /// <summary>As conform does it: NaN is NULL and −0.0 is 0.0 (semantics §1).</summary>
    private static Value Double(double value) => double.IsNaN(value) ? Value.Null : Value.Double(value + 0.0);

    private static Value List(V1.DoubleList list, Field field, ColumnPlace place)
    {
        if (list.Nulls.Length != 0 && list.Nulls.Length != list.Values.Count)
            throw place.Invalid($"A list of the {place.What} {field.Name} has {list.Values.Count} values and {list.Nulls.Length} null marks.");
        return Value.DoubleList([.. list.Values.Select((x, i) => double.IsNaN(x) || (list.Nulls.Length > 0 && list.Nulls[i] != 0) ? (double?)null : x + 0.0)]);
    }

    /// <summary>Brings unscaled integers to the declared scale, exactly.</summary>
    private static void Decimals(Value[] values, uint scale, Field field, ColumnPlace place, ref List<BadCell>? bad)
    {
        if (scale > 28) throw place.Invalid($"The scale {scale} of the {place.What} {field.Name} is greater than 28.");
        for (var row = 0; row < values.Length; row++)
        {
            if (values[row].IsNull) continue;
            var exact = Decimal(values[row].AsInt64, (int)scale, field.Type);
            values[row] = exact is { } number ? Value.Int64(number) : Value.Null;
            if (exact is null) (bad ??= []).Add(place.Bad(row, $"The {place.What} {field.Name} is {field.Type}; the values of these rows have more digits."));
        }
    }

    /// <summary>Null where the value has digits beyond the type's.</summary>
    private static long? Decimal(long unscaled, int scale, DataType type)
    {
        var value = (Int128)unscaled;
        for (var s = scale; s < type.Scale; s++) value *= 10;
        for (var s = scale; s > type.Scale; s--)
        {
            if (value % 10 != 0) return null;
            value /= 10;
        }

        var limit = (Int128)1;
        for (var digit = 0; digit < type.Precision; digit++) limit *= 10;
        return Int128.Abs(value) < limit ? (long)value : null;
    }

    private static string FieldFor(TypeKind kind) => kind switch
    {
        TypeKind.String => "strings",
        TypeKind.Double => "doubles",
        TypeKind.Bool => "bools",
        TypeKind.Binary => "binaries",
        TypeKind.DoubleList => "double_lists",
        _ => "integers",
    };
}

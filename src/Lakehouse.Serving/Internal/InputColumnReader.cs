using Lakehouse.Features;

namespace Lakehouse.Serving.Internal;

/// <summary>Reads one request column as values of the declared type.</summary>
internal static class InputColumnReader
{
    public static Value[] Read(V1.InputColumn column, Field field, string what)
    {
        var total = column.Strings.Count + column.Integers.Count + column.Doubles.Count + column.Bools.Count + column.Binaries.Count + column.DoubleLists.Count;
        var values = field.Type.Kind switch
        {
            TypeKind.String => column.Strings.Select(v => Value.String(v)).ToArray(),
            TypeKind.Double => column.Doubles.Select(Double).ToArray(),
            TypeKind.Bool => column.Bools.Select(Value.Bool).ToArray(),
            TypeKind.Binary => column.Binaries.Select(v => Value.Binary(v.ToByteArray())).ToArray(),
            TypeKind.DoubleList => column.DoubleLists.Select(v => List(v, field, what)).ToArray(),
            TypeKind.Decimal => Nulled(column.Integers.Select(Value.Int64).ToArray(), column, field, what)
                .Select((v, row) => v.IsNull ? v : Decimal(v.AsInt64, column.Scale, field, row, what)).ToArray(),
            _ => column.Integers.Select(Value.Int64).ToArray(),
        };
        if (total != values.Length)
            throw GrpcErrors.Invalid($"The {what} {field.Name} is {field.Type}, but values of another type were sent; give them in `{FieldFor(field.Type.Kind)}`.");
        return Nulled(values, column, field, what);
    }

    private static Value[] Nulled(Value[] values, V1.InputColumn column, Field field, string what)
    {
        if (column.Nulls.IsEmpty) return values;
        if (column.Nulls.Length != values.Length) throw GrpcErrors.Invalid($"The {what} {field.Name} has {values.Length} values and {column.Nulls.Length} null marks.");
        for (var row = 0; row < values.Length; row++)
        {
            if (column.Nulls[row] != 0) values[row] = Value.Null;
        }

        return values;
    }

    /// <summary>As conform does it: NaN is NULL and −0.0 is 0.0 (semantics §1).</summary>
    private static Value Double(double value) => double.IsNaN(value) ? Value.Null : Value.Double(value + 0.0);

    private static Value List(V1.DoubleList list, Field field, string what)
    {
        if (list.Nulls.Length != 0 && list.Nulls.Length != list.Values.Count)
            throw GrpcErrors.Invalid($"A list of the {what} {field.Name} has {list.Values.Count} values and {list.Nulls.Length} null marks.");
        return Value.DoubleList([.. list.Values.Select((x, i) => double.IsNaN(x) || (list.Nulls.Length > 0 && list.Nulls[i] != 0) ? (double?)null : x + 0.0)]);
    }

    private static Value Decimal(long unscaled, uint scale, Field field, int row, string what)
    {
        if (scale > 28) throw GrpcErrors.Invalid($"The scale {scale} of the {what} {field.Name} is greater than 28.");
        var value = (Int128)unscaled;
        for (var s = (int)scale; s < field.Type.Scale; s++) value *= 10;
        for (var s = (int)scale; s > field.Type.Scale; s--)
        {
            if (value % 10 != 0) throw GrpcErrors.Invalid($"The {what} {field.Name} has more than {field.Type.Scale} digits after the point in row {row}.");
            value /= 10;
        }

        var limit = (Int128)1;
        for (var digit = 0; digit < field.Type.Precision; digit++) limit *= 10;
        return Int128.Abs(value) < limit
            ? Value.Int64((long)value)
            : throw GrpcErrors.Invalid($"The {what} {field.Name} has more than {field.Type.Precision} digits in row {row}.");
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

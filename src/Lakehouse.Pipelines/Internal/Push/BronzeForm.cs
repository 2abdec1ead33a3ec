using System.Globalization;
using System.Text;
using Lakehouse.Delta;
using Lakehouse.Delta.Writing;
using Lakehouse.Features;
using Lakehouse.Features.Internal;

namespace Lakehouse.Pipelines.Internal.Push;

/// <summary>How values of a raw column are held by a column of bronze.</summary>
/// <param name="Type">The raw column's type.</param>
/// <param name="IsText">True where bronze holds text, as for CSV and JSON lines.</param>
/// <param name="Delta">The name of bronze's type.</param>
/// <param name="Divisor">Of decimals that bronze holds with fewer digits after the point: what unscaled values are divided by.</param>
internal sealed record BronzeForm(DataType Type, bool IsText, string Delta, long Divisor)
{
    /// <summary>The form, or null where bronze's type cannot hold such values.</summary>
    public static BronzeForm? Of(DeltaType bronze, DataType raw, bool isText)
    {
        var name = bronze is PrimitiveType primitive ? primitive.Name : bronze is ArrayType { Element: PrimitiveType { Name: "double" } } ? "array" : "";
        if (isText) return name == "string" ? new(raw, IsText: true, name, 1) : null;
        return raw.Kind switch
        {
            TypeKind.Int64 when name is "long" or "integer" or "short" or "byte" => new(raw, IsText: false, name, 1),
            TypeKind.Double when name is "double" or "float" => new(raw, IsText: false, name, 1),
            TypeKind.Decimal => Decimal(raw, name),
            _ => TypeOf(raw) is var own && (own is PrimitiveType { Name: var wanted } ? wanted == name : name == "array") ? new(raw, IsText: false, name, 1) : null,
        };
    }

    /// <summary>The type of a column that push adds to bronze.</summary>
    public static DeltaType TypeOf(DataType raw) => raw.Kind switch
    {
        TypeKind.Bool => new PrimitiveType("boolean"),
        TypeKind.Int64 => new PrimitiveType("long"),
        TypeKind.Decimal => new PrimitiveType($"decimal({raw.Precision},{raw.Scale})"),
        TypeKind.DoubleList => new ArrayType(new PrimitiveType("double"), ContainsNull: true),
        _ => new PrimitiveType(raw.ToString()),
    };

    /// <summary>False where the column is narrower than the value.</summary>
    public bool Holds(Value value) => Delta switch
    {
        "integer" => value.AsInt64 is >= int.MinValue and <= int.MaxValue,
        "short" => value.AsInt64 is >= short.MinValue and <= short.MaxValue,
        "byte" => value.AsInt64 is >= sbyte.MinValue and <= sbyte.MaxValue,
        "float" => double.IsNaN(value.AsDouble) || (float)value.AsDouble == value.AsDouble,
        _ when !IsText && Type.Kind == TypeKind.Decimal => value.AsInt64 % Divisor == 0 && FitsDigits(value.AsInt64 / Divisor),
        _ => true,
    };

    public void Append(ColumnBuffer column, Value value)
    {
        if (IsText) column.AppendBytes(Encoding.UTF8.GetBytes(ValueText.Of(value, Type)));
        else if (Type.Kind == TypeKind.String) column.AppendBytes(Encoding.UTF8.GetBytes(value.AsString));
        else if (Type.Kind == TypeKind.Binary) column.AppendBytes(value.AsBinary);
        else if (Type.Kind == TypeKind.Bool) column.AppendBool(value.AsBool);
        else if (Type.Kind == TypeKind.Double) column.AppendDouble(value.AsDouble);
        else if (Type.Kind == TypeKind.DoubleList) column.AppendDoubles(value.AsDoubleList);
        else column.AppendInt64(value.AsInt64 / Divisor);
    }

    private static BronzeForm? Decimal(DataType raw, string name)
    {
        if (!name.StartsWith("decimal(", StringComparison.Ordinal)) return null;
        var digits = name["decimal(".Length..^1].Split(',').Select(d => int.Parse(d, CultureInfo.InvariantCulture)).ToArray();
        if (digits is not [<= 18, var scale] || scale > raw.Scale) return null;
        var divisor = 1L;
        for (var s = scale; s < raw.Scale; s++) divisor *= 10;
        return new(raw, IsText: false, name, divisor);
    }

    private bool FitsDigits(long unscaled)
    {
        var precision = int.Parse(Delta["decimal(".Length..Delta.IndexOf(',')], CultureInfo.InvariantCulture);
        var limit = 1L;
        for (var digit = 0; digit < precision; digit++) limit *= 10;
        return unscaled > -limit && unscaled < limit;
    }
}

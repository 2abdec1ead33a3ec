using Lakehouse.Delta.Internal.Writing;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>Whether every value of a source type is a value of a column's type, so that a cast can neither fail, wrap nor round.</summary>
/// <remarks>A decimal of few digits fits a floating column: its digits come back from there. A time without a zone fits an instant as UTC.</remarks>
internal static class TypeFit
{
    private static readonly string[] Integers = ["byte", "short", "integer", "long"];
    private static readonly int[] IntegerDigits = [3, 5, 10, 19];

    /// <summary>Why a source does not fit a column, with the path to the part that does not; null when it does.</summary>
    public static string? Misfit(string path, DeltaType source, DeltaType target) => (source, target) switch
    {
        (PrimitiveType { Name: DuckDbTypeText.Null }, _) => null,
        (StructType s, StructType t) => InFields(path, s, t),
        (ArrayType s, ArrayType t) => Misfit($"{path}.element", s.Element, t.Element),
        (MapType s, MapType t) => Misfit($"{path}.key", s.Key, t.Key) ?? Misfit($"{path}.value", s.MapValue, t.MapValue),
        (PrimitiveType s, PrimitiveType t) when Fits(s.Name, t.Name) => null,
        _ => $"'{path}' is {Described(source)} in the source and {Described(target)} in the table{(IsNumber(source) && IsNumber(target) ? ", which is narrower or rounds" : "")}",
    };

    /// <summary>True for types between which values are cast and checked one by one.</summary>
    public static bool IsNumber(DeltaType type) => type is PrimitiveType { Name: var name }
        && (Integers.Contains(name) || name is "float" or "double" or "HUGEINT" or "UHUGEINT" || ParquetLayout.DecimalParts(name) is not null);

    /// <summary>The type's name in messages and DuckDB.</summary>
    public static string Described(DeltaType type)
    {
        try
        {
            return type.DuckDbType;
        }
        catch (DeltaException)
        {
            return ((PrimitiveType)type).Name;
        }
    }

    private static string? InFields(string path, StructType source, StructType target)
    {
        foreach (var field in source.Fields)
        {
            if (new TableSchema(target.Fields).Find(field.Name) is not { } known) return $"'{path}.{field.Name}' is no field of the table";
            if (Misfit($"{path}.{field.Name}", field.Type, known.Type) is { } misfit) return misfit;
        }

        return null;
    }

    private static bool Fits(string source, string target)
    {
        if (source == target) return true;
        var rank = Array.IndexOf(Integers, source);
        var digits = rank >= 0 ? (IntegerDigits[rank], 0) : ParquetLayout.DecimalParts(source);
        return target switch
        {
            "short" or "integer" or "long" => rank >= 0 && rank < Array.IndexOf(Integers, target),
            "float" => source is "byte" or "short" || (ParquetLayout.DecimalParts(source) is ( <= 6, _)),
            "double" => source is "byte" or "short" or "integer" or "float" || (ParquetLayout.DecimalParts(source) is ( <= 15, _)),
            "timestamp" => source == "timestamp_ntz",
            "timestamp_ntz" => source == "date",
            _ when ParquetLayout.DecimalParts(target) is var (precision, scale) => digits is var (p, s) && s <= scale && p - s <= precision - scale,
            _ => false,
        };
    }
}

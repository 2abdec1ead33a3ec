namespace Lakehouse.Features.Internal.Fits;

/// <summary>Numbers as integers of the same order: exact ones as they are, doubles by their bits.</summary>
internal static class SortableNumber
{
    /// <summary>Null for NULL, NaN and infinities.</summary>
    internal static long? TryOf(Value value, DataType type)
    {
        if (value.IsNull) return null;
        if (type.Kind != TypeKind.Double) return value.AsInt64;
        return double.IsFinite(value.AsDouble) ? Flip(BitConverter.DoubleToInt64Bits(value.AsDouble)) : null;
    }

    internal static Value ToValue(long number, DataType type) => type.Kind == TypeKind.Double ? Value.Double(BitConverter.Int64BitsToDouble(Flip(number))) : Value.Int64(number);

    /// <summary>The bits of negative doubles count downwards: all but the sign are inverted.</summary>
    private static long Flip(long bits) => bits ^ ((bits >> 63) & long.MaxValue);
}

namespace Lakehouse.Features.Internal;

/// <summary>C# types and the types of columns.</summary>
internal static class TypeMap
{
    private static readonly Dictionary<Type, DataType> Types = new()
    {
        [typeof(bool)] = DataType.Bool,
        [typeof(sbyte)] = DataType.Int64,
        [typeof(byte)] = DataType.Int64,
        [typeof(short)] = DataType.Int64,
        [typeof(ushort)] = DataType.Int64,
        [typeof(int)] = DataType.Int64,
        [typeof(uint)] = DataType.Int64,
        [typeof(long)] = DataType.Int64,
        [typeof(float)] = DataType.Double,
        [typeof(double)] = DataType.Double,
        [typeof(string)] = DataType.String,
        [typeof(DateTimeOffset)] = DataType.Timestamp,
        [typeof(DateTime)] = DataType.TimestampNtz,
        [typeof(DateOnly)] = DataType.Date,
        [typeof(byte[])] = DataType.Binary,
        [typeof(double[])] = DataType.DoubleList,
        [typeof(double?[])] = DataType.DoubleList,
        [typeof(IReadOnlyList<double>)] = DataType.DoubleList,
        [typeof(IReadOnlyList<double?>)] = DataType.DoubleList,
    };

    internal static Type Underlying(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    internal static bool IsInteger(Type type) => Types.TryGetValue(Underlying(type), out var found) && found == DataType.Int64;

    internal static bool IsDouble(Type type) => Underlying(type) == typeof(double) || Underlying(type) == typeof(float);

    /// <summary>True for types that stand for one column, decimal included.</summary>
    internal static bool IsScalar(Type type) => Underlying(type) == typeof(decimal) || Types.ContainsKey(Underlying(type));

    /// <summary>The column type of a property, parameter or request field.</summary>
    /// <param name="type">Its C# type.</param>
    /// <param name="digits">Its <c>[Decimal]</c>, or null.</param>
    /// <param name="place">What to name in a message.</param>
    internal static DataType Of(Type type, DecimalAttribute? digits, string place)
    {
        var underlying = Underlying(type);
        if (underlying == typeof(decimal) && digits is null)
            throw new DefinitionException($"{place} is a decimal without digits; add [Decimal(precision, scale)], for example [Decimal(18, 2)].");
        if (underlying == typeof(decimal)) return OfDecimal(digits!, place);
        if (digits is not null) throw new DefinitionException($"{place} has [Decimal] but is {underlying.Name}; remove the attribute, or make it a decimal.");
        if (Types.TryGetValue(underlying, out var found)) return found;
        throw new DefinitionException($"{place} has type {underlying.Name}, which no column has. {Advice(underlying)}");
    }

    private static DataType OfDecimal(DecimalAttribute digits, string place)
    {
        if (digits.Precision is < 1 or > 18 || digits.Scale < 0 || digits.Scale > digits.Precision)
            throw new DefinitionException($"{place} has [Decimal({digits.Precision}, {digits.Scale})]; precision is 1 to 18 and scale 0 to precision.");
        return DataType.Decimal(digits.Precision, digits.Scale);
    }

    private static string Advice(Type type) =>
        type == typeof(Guid) ? "Use string."
        : type == typeof(ulong) ? "Use long, or decimal with [Decimal(18, 0)]."
        : type == typeof(TimeSpan) ? "Use long with a unit in its name, for example DelayMicros."
        : type.IsEnum ? "Use string or long."
        : "Use bool, an integer up to long, double, decimal, string, DateTimeOffset, DateOnly, byte[] or double[].";
}

using Lakehouse.Features.Internal.Rules;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal;

/// <summary>C# types and the types of columns.</summary>
internal static class TypeMap
{
    private static readonly Dictionary<string, DataType> Types = new(StringComparer.Ordinal)
    {
        [ClrType.Bool] = DataType.Bool,
        ["System.SByte"] = DataType.Int64,
        ["System.Byte"] = DataType.Int64,
        ["System.Int16"] = DataType.Int64,
        ["System.UInt16"] = DataType.Int64,
        ["System.Int32"] = DataType.Int64,
        ["System.UInt32"] = DataType.Int64,
        [ClrType.Int64] = DataType.Int64,
        [ClrType.Single] = DataType.Double,
        [ClrType.Double] = DataType.Double,
        [ClrType.String] = DataType.String,
        [ClrType.DateTimeOffset] = DataType.Timestamp,
        [ClrType.DateTime] = DataType.TimestampNtz,
        [ClrType.DateOnly] = DataType.Date,
        ["System.Byte[]"] = DataType.Binary,
        ["System.Double[]"] = DataType.DoubleList,
        ["System.Double?[]"] = DataType.DoubleList,
        ["System.Collections.Generic.IReadOnlyList<System.Double>"] = DataType.DoubleList,
        ["System.Collections.Generic.IReadOnlyList<System.Double?>"] = DataType.DoubleList,
    };

    internal static bool IsInteger(ClrType type) => Find(type) == DataType.Int64;

    internal static bool IsDouble(ClrType type) => Find(type) == DataType.Double;

    /// <summary>True for types that stand for one column, decimal included.</summary>
    internal static bool IsScalar(ClrType type) => type.Is(ClrType.Decimal) || Types.ContainsKey(type.Name);

    /// <summary>The column type of a C# type other than decimal; null where no column has it.</summary>
    internal static DataType? Find(ClrType type) => Types.TryGetValue(type.Name, out var found) ? found : null;

    /// <summary>The column type of a property, parameter or request field.</summary>
    /// <param name="type">Its C# type.</param>
    /// <param name="digits">Precision and scale of its <c>[Decimal]</c>, or null.</param>
    /// <param name="place">What to name in a message.</param>
    internal static DataType Of(ClrType type, (int Precision, int Scale)? digits, string place)
    {
        if (type.Is(ClrType.Decimal))
        {
            return digits is { } known ? OfDecimal(known.Precision, known.Scale, place)
                : throw Refuse($"{place} is a decimal without digits; add [Decimal(precision, scale)], for example [Decimal(18, 2)].");
        }

        if (digits is not null) throw Refuse($"{place} has [Decimal] but is {type.Simple}; remove the attribute, or make it a decimal.");
        return Find(type) ?? throw Refuse($"{place} has type {type.Simple}, which no column has. {Advice(type)}");
    }

    private static DataType OfDecimal(int precision, int scale, string place) => precision is < 1 or > 18 || scale < 0 || scale > precision
        ? throw Refuse($"{place} has [Decimal({precision}, {scale})]; precision is 1 to 18 and scale 0 to precision.")
        : DataType.Decimal(precision, scale);

    private static DefinitionException Refuse(string message) => new(Rule.ColumnType, message);

    private static string Advice(ClrType type) => type.Name switch
    {
        "System.Guid" => "Use string.",
        "System.UInt64" or "System.Int128" or "System.UInt128" => "Use long, or decimal with [Decimal(18, 0)].",
        ClrType.TimeSpan => "Use long with a unit in its name, for example DelayMicros.",
        ClrType.Char => "Use string.",
        "System.TimeOnly" => "Use long with a unit in its name, for example OpensAtMicros.",
        _ when type.IsEnum => "Use string or long.",
        _ => "Use bool, an integer up to long, double, decimal, string, DateTimeOffset, DateOnly, byte[] or double[].",
    };
}

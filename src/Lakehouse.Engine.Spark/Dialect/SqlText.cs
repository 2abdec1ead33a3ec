using System.Globalization;
using System.Numerics;
using System.Text;
using Lakehouse.Features;
using Lakehouse.Features.Internal;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>Names, types and constants as Spark SQL writes them.</summary>
internal static class SqlText
{
    /// <summary>A quoted identifier.</summary>
    internal static string Identifier(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>A text constant.</summary>
    /// <remarks>A dollar is escaped because Spark substitutes <c>${name}</c> in the text of a query, constants included, before it parses it.</remarks>
    internal static string Literal(string text)
    {
        var literal = new StringBuilder("'");
        foreach (var c in text)
        {
            if (c is '\'' or '\\') literal.Append('\\').Append(c);
            else if (c is '$' || char.IsControl(c)) literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else literal.Append(c);
        }

        return literal.Append('\'').ToString();
    }

    /// <summary>The Spark type of a type.</summary>
    internal static string TypeOf(DataType type) => type.Kind switch
    {
        TypeKind.Bool => "BOOLEAN",
        TypeKind.Int64 => "BIGINT",
        TypeKind.Decimal => $"DECIMAL({type.Precision},{type.Scale})",
        TypeKind.Double => "DOUBLE",
        TypeKind.String => "STRING",
        TypeKind.Timestamp => "TIMESTAMP",
        TypeKind.TimestampNtz => "TIMESTAMP_NTZ",
        TypeKind.Date => "DATE",
        TypeKind.Binary => "BINARY",
        TypeKind.DoubleList => "ARRAY<DOUBLE>",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, message: null),
    };

    /// <summary>NULL of a type.</summary>
    internal static string Null(DataType type) => $"CAST(NULL AS {TypeOf(type)})";

    /// <summary>A constant of a type.</summary>
    internal static string Literal(Value value, DataType type)
    {
        if (value.IsNull) return Null(type);
        return type.Kind switch
        {
            TypeKind.Bool => value.AsBool ? "TRUE" : "FALSE",
            TypeKind.Int64 => Long(value.AsInt64),
            TypeKind.Decimal => $"TRY_CAST({ValueText.Decimal(value.AsInt64, type.Scale)}BD AS {TypeOf(type)})",
            TypeKind.Double => Double(value.AsDouble),
            TypeKind.String => Literal(value.AsString),
            TypeKind.Timestamp => $"timestamp_micros({Long(value.AsInt64)})",
            TypeKind.TimestampNtz => $"CAST(timestamp_micros({Long(value.AsInt64)}) AS TIMESTAMP_NTZ)",
            TypeKind.Date => $"date_from_unix_date({value.AsInt64})",
            TypeKind.Binary => $"X'{Convert.ToHexString(value.AsBinary)}'",
            TypeKind.DoubleList => $"CAST(array({string.Join(", ", value.AsDoubleList.Select(x => x is { } item ? Double(item) : Null(DataType.Double)))}) AS ARRAY<DOUBLE>)",
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, message: null),
        };
    }

    /// <summary>A BIGINT constant.</summary>
    internal static string Long(long value) => value.ToString(CultureInfo.InvariantCulture) + "L";

    /// <summary>A whole constant: BIGINT where it fits, else a decimal without digits after the point.</summary>
    internal static string Whole(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? Long((long)value) : value.ToString(CultureInfo.InvariantCulture) + "BD";

    /// <summary>A DOUBLE constant of exactly these bits.</summary>
    internal static string Double(double value)
    {
        if (!double.IsFinite(value)) return $"CAST('{(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity")}' AS DOUBLE)";
        return value.ToString("E16", CultureInfo.InvariantCulture) + "D";
    }
}

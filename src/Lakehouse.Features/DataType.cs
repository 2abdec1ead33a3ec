using System.Globalization;

namespace Lakehouse.Features;

/// <summary>The kinds of value that a feature platform column may hold.</summary>
public enum TypeKind
{
    /// <summary>True or false.</summary>
    Bool,

    /// <summary>Signed 64-bit integer; narrower integers widen to it.</summary>
    Int64,

    /// <summary>Exact number with at most 18 digits.</summary>
    Decimal,

    /// <summary>IEEE 754 double; never NaN or −0.0 in silver and gold.</summary>
    Double,

    /// <summary>Text, ordered by its UTF-8 bytes.</summary>
    String,

    /// <summary>An instant: microseconds since 1970-01-01 UTC.</summary>
    Timestamp,

    /// <summary>A wall-clock time without a zone; only in raw records, a mapping turns it into a <see cref="Timestamp"/>.</summary>
    TimestampNtz,

    /// <summary>A calendar day: days since 1970-01-01.</summary>
    Date,

    /// <summary>Bytes.</summary>
    Binary,

    /// <summary>A list of doubles (an embedding); elements may be null.</summary>
    DoubleList,
}

/// <summary>A column's type.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Precision">Digits of a decimal (1 to 18), else 0.</param>
/// <param name="Scale">Digits after the point of a decimal, else 0.</param>
public readonly record struct DataType(TypeKind Kind, int Precision = 0, int Scale = 0)
{
    /// <summary>True or false.</summary>
    public static DataType Bool => new(TypeKind.Bool);

    /// <summary>Signed 64-bit integer.</summary>
    public static DataType Int64 => new(TypeKind.Int64);

    /// <summary>IEEE 754 double.</summary>
    public static DataType Double => new(TypeKind.Double);

    /// <summary>Text.</summary>
    public static DataType String => new(TypeKind.String);

    /// <summary>UTC instant in microseconds.</summary>
    public static DataType Timestamp => new(TypeKind.Timestamp);

    /// <summary>Wall-clock time without a zone.</summary>
    public static DataType TimestampNtz => new(TypeKind.TimestampNtz);

    /// <summary>Calendar day.</summary>
    public static DataType Date => new(TypeKind.Date);

    /// <summary>Bytes.</summary>
    public static DataType Binary => new(TypeKind.Binary);

    /// <summary>List of doubles.</summary>
    public static DataType DoubleList => new(TypeKind.DoubleList);

    /// <summary>True for int64, decimal and double.</summary>
    public bool IsNumeric => Kind is TypeKind.Int64 or TypeKind.Decimal or TypeKind.Double;

    /// <summary>True for types whose arithmetic is exact: int64 and decimal.</summary>
    public bool IsExact => Kind is TypeKind.Int64 or TypeKind.Decimal;

    /// <summary>True for types that an entity key may have (semantics §1).</summary>
    public bool IsKey => Kind is TypeKind.Int64 or TypeKind.String or TypeKind.Timestamp or TypeKind.Date or TypeKind.Bool or TypeKind.Decimal;

    /// <summary>An exact number of <paramref name="precision"/> digits, <paramref name="scale"/> of them after the point.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Precision outside 1 to 18, or scale outside 0 to precision.</exception>
    public static DataType Decimal(int precision, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, 18);
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, precision);
        return new(TypeKind.Decimal, precision, scale);
    }

    /// <summary>Reads the text that <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text names no type.</exception>
    public static DataType Parse(string text) => text switch
    {
        "bool" => Bool,
        "int64" => Int64,
        "double" => Double,
        "string" => String,
        "timestamp" => Timestamp,
        "timestamp_ntz" => TimestampNtz,
        "date" => Date,
        "binary" => Binary,
        "list<double>" => DoubleList,
        _ when text.StartsWith("decimal(", StringComparison.Ordinal) && text.EndsWith(')') && text[8..^1].Split(',') is [var p, var s]
            => Decimal(int.Parse(p, CultureInfo.InvariantCulture), int.Parse(s, CultureInfo.InvariantCulture)),
        _ => throw new FormatException($"'{text}' is not a type; write bool, int64, decimal(p,s), double, string, timestamp, date, binary or list<double>."),
    };

    /// <summary>The type's name as it stands in the canonical form, for example <c>decimal(18,2)</c>.</summary>
    public override string ToString() => Kind switch
    {
        TypeKind.Bool => "bool",
        TypeKind.Int64 => "int64",
        TypeKind.Decimal => $"decimal({Precision},{Scale})",
        TypeKind.Double => "double",
        TypeKind.String => "string",
        TypeKind.Timestamp => "timestamp",
        TypeKind.TimestampNtz => "timestamp_ntz",
        TypeKind.Date => "date",
        TypeKind.Binary => "binary",
        TypeKind.DoubleList => "list<double>",
        _ => throw new InvalidOperationException($"No name for {Kind}."),
    };
}

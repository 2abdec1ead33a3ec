using Lakehouse.Features;
using Lakehouse.Features.Internal;

namespace Lakehouse.Engine.Spark.Tests.Conform;

/// <summary>Values as sources write them, some of them badly.</summary>
internal sealed class RandomTexts(Random random)
{
    private static readonly string[] Nasty =
    [
        "", " ", " 1", "1 ", "+1", "-0", "007", "1.50", "1.", ".5", "1e3", "1E+2", "0x10", "1_000", "1,5",
        "NaN", "Infinity", "-Infinity", "1e400", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "0.1", "1d", "1f", "١", "true", "TRUE", "true ", "t", "1", "0", "null", "2024-02-29", "2023-02-29", "0000-01-01", "0001-01-01", "9999-12-31",
        "2024-1-1", "2020",
        "2024-10-27T02:30:00", "2024-03-31T02:30:00", "2024-05-01 12:00:00.123456Z", "2024-05-01T12:00:00.1234567Z", "2024-05-01T12:00:00+02:00", "2024-05-01T12:00:00+0200",
        "2024-05-01T24:00:00Z",
        "2024-05-01T12:00Z", "2024-05-01", "9989-12-23T23:59:59.999999Z", "9995-05-01T12:00:00Z", "1883-11-18T12:00:00", "[1,null,2.5]", "[1,NaN]", "[1e400]", "[]", "[ 1 ]",
        "[-0]", "AAA=", "AA", "=", "/+==",
        "x\n", "1\n", "\t1", "123456789012345678.9", "0.000000000000000001", "1.005",
    ];

    private static readonly double[] Doubles = [double.NaN, -0.0, double.NegativeInfinity];

    /// <summary>A value's text.</summary>
    public Value Of(Value value, DataType type)
    {
        if (random.Next(40) == 0) return Value.String(Nasty[random.Next(Nasty.Length)]);
        if (value.IsNull) return Value.Null;
        var text = ValueText.Of(value, type);
        return Value.String(type.Kind == TypeKind.Timestamp && random.Next(4) == 0 ? text.TrimEnd('Z') + "+02:00" : text);
    }

    /// <summary>A stored value, now and then not in normal form.</summary>
    public Value Spoilt(Value value, DataType type)
    {
        if (random.Next(60) == 0) return Value.Null;
        if (random.Next(8) > 0) return value;
        return type.Kind switch
        {
            TypeKind.Double => Value.Double(Doubles[random.Next(Doubles.Length)]),
            TypeKind.DoubleList => Value.DoubleList([.. Doubles, null, 0.5]),
            _ => value,
        };
    }
}

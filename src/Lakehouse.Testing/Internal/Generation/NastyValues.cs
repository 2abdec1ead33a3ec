using Lakehouse.Features;

namespace Lakehouse.Testing.Internal.Generation;

/// <summary>Values at the edges of their types. The first of each pool come up most: hot keys.</summary>
internal sealed class NastyValues(Random random, EventGeneratorOptions options)
{
    private const long DayMicros = 86_400_000_000;
    private const long FirstInstant = -719_162 * DayMicros;

    private static readonly string[] Texts =
    [
        "ORD", "LAX", "1", "23", "12", "3", "", " ", "a", "ab", "b", "\uFFFD", "\U0001F600", "é", "é", "ord", "a:b", "a\u0000b", "SFO", "\U0001F600é1", "'\"\\", "NULL", "\u0301e", "ﬁ", "İ", "ß", "\uD834\uDD1E", "  x  ", "aaa",
    ];

    /// <summary>Days beside leap days, century ends, the epoch and the ends of the calendar.</summary>
    private static readonly long[] Days = [0, -1, 1, 59, 60, 365, 11_016, 11_017, -25_509, -25_508, 10_957, -719_162, 2_932_896, 789, -40_000];

    private static readonly long[] Small = [0, 1, -1, 15, 16, 30, 2880, -7, 1_000_000, -1_000_000, 999_999_999_999];

    private static readonly long[] Limits = [long.MaxValue, long.MinValue, long.MaxValue - 1, 0, 1, -1, 3_037_000_500, -4_611_686_018_427_387_904];

    private static readonly double[] Doubles = [0.0, 1.5, -1.5, 1E300, -1E300, double.Epsilon, double.MaxValue, 0.1, 1.0 / 3.0, double.PositiveInfinity];

    internal Value Next(DataType type, bool nullable)
    {
        if (nullable && random.NextDouble() < options.NullShare) return Value.Null;
        return type.Kind switch
        {
            TypeKind.Bool => Value.Bool(random.Next(2) == 0),
            TypeKind.Int64 => Value.Int64(Pick(options.Extremes ? Limits : Small)),
            TypeKind.Decimal => Value.Int64(Decimal(type.Precision)),
            TypeKind.Double => Value.Double(Pick(Doubles)),
            TypeKind.String => Value.String(Pick(Texts)),
            TypeKind.Timestamp or TypeKind.TimestampNtz => Value.Int64(Pick(Days) * DayMicros + Pick([0, 1, -1, 43_199_999_999, random.NextInt64(DayMicros)]) is var time && time < FirstInstant ? FirstInstant : time),
            TypeKind.Date => Value.Int64(Pick(Days)),
            TypeKind.Binary => Value.Binary([.. Enumerable.Range(0, random.Next(4)).Select(_ => (byte)random.Next(256))]),
            TypeKind.DoubleList => Value.DoubleList([.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(5) == 0 ? (double?)null : Pick(Doubles))]),
            _ => throw new InvalidOperationException($"The generator knows no {type}."),
        };
    }

    /// <summary>A new id, of a shape that orders differently by UTF-8 and UTF-16.</summary>
    internal Value Id(DataType type, int number) =>
        type.Kind == TypeKind.Int64 ? Value.Int64(number % 2 == 0 ? number : -number) : Value.String($"{Pick(["e", "\uFFFD", "\U0001F600", ""])}{number}");

    private long Decimal(int precision)
    {
        long limit = 1;
        for (var i = 0; i < precision; i++) limit *= 10;
        return options.Extremes ? Pick([limit - 1, 1 - limit, 0, 1]) : Pick(Small) % Math.Min(limit, 1_000_000_000_000);
    }

    private T Pick<T>(T[] pool) => pool[random.Next(2) == 0 ? random.Next(Math.Min(3, pool.Length)) : random.Next(pool.Length)];
}

using Lakehouse.Features;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Internal.Generation;

/// <summary>Random well-typed expressions, of the shapes that the translator makes of C#.</summary>
/// <param name="random">Where chance comes from.</param>
/// <param name="leaf">A column or aggregate of exactly a type; null where there is none.</param>
internal sealed class ExpressionGenerator(Random random, Func<DataType, Expr?> leaf)
{
    private static readonly DataType[] Comparable =
        [DataType.Int64, DataType.Double, DataType.Decimal(18, 2), DataType.String, DataType.Bool, DataType.Timestamp, DataType.Date, DataType.Binary];

    private readonly LiteralGenerator literals = new(random);

    /// <summary>Whether functions that only requests may use come up.</summary>
    internal bool ForRequests { get; init; }

    /// <summary>An expression of a type.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="depth">Greatest number of functions on top of each other.</param>
    internal Expr Of(DataType type, int depth)
    {
        if (depth <= 0 || random.Next(6) == 0) return Leaf(type);
        if (random.Next(7) == 0) return Choice(type, depth - 1);
        return type.Kind switch
        {
            TypeKind.Bool => Condition(depth - 1),
            TypeKind.Int64 => Integer(depth - 1),
            TypeKind.Decimal when type.Precision == 18 => Decimal(type, depth - 1),
            TypeKind.Double => Double(depth - 1),
            TypeKind.String => Text(depth - 1),
            TypeKind.Timestamp => random.Next(2) == 0
                ? Call(Function.AddMicros, type, Of(DataType.Timestamp, depth - 1), literals.Of(DataType.Int64))
                : Call(Function.MidnightUtc, type, Of(DataType.Date, depth - 1)),
            TypeKind.Date => Call(Function.DateOf, type, Of(DataType.Timestamp, depth - 1)),
            TypeKind.DoubleList => Vector(depth - 1),
            _ => Leaf(type),
        };
    }

    /// <summary>A column or aggregate where there is one, now and then a constant.</summary>
    internal Expr Leaf(DataType type) => random.Next(8) != 0 && leaf(type) is { } found ? found : literals.Of(type);

    private CallExpr Choice(DataType type, int depth)
    {
        if (random.Next(2) == 0) return Call(Function.If, type, Of(DataType.Bool, depth), Of(type, depth), Of(type, depth));
        return Call(Function.Coalesce, type, Of(type, depth), Leaf(type));
    }

    private CallExpr Condition(int depth)
    {
        switch (random.Next(9))
        {
            case 0: return Call(Function.And, DataType.Bool, Of(DataType.Bool, depth), Of(DataType.Bool, depth));
            case 1: return Call(Function.Or, DataType.Bool, Of(DataType.Bool, depth), Of(DataType.Bool, depth));
            case 2: return Call(Function.Not, DataType.Bool, Of(DataType.Bool, depth));
            case 3: return Call(Function.IsNull, DataType.Bool, Of(Pick(Comparable), depth));
            case 4: return Call(Pick([Function.Contains, Function.StartsWith, Function.EndsWith]), DataType.Bool, Of(DataType.String, depth), Of(DataType.String, 0));
            default:
                var type = Pick(Comparable);
                var other = type.IsExact ? Pick([type, DataType.Int64, DataType.Decimal(18, 6)]) : type;
                var operators = type.Kind is TypeKind.Bool or TypeKind.Binary
                    ? new[] { Function.Equal, Function.NotEqual }
                    : [Function.Equal, Function.NotEqual, Function.Less, Function.LessOrEqual, Function.Greater, Function.GreaterOrEqual];
                return Call(Pick(operators), DataType.Bool, Of(type, depth), Of(other, depth));
        }
    }

    private CallExpr Integer(int depth)
    {
        var type = DataType.Int64;
        return random.Next(11) switch
        {
            0 => Call(Function.Add, type, Of(type, depth), Of(type, depth)),
            1 => Call(Function.Subtract, type, Of(type, depth), Of(type, depth)),
            2 => Call(Function.Multiply, type, Leaf(type), Leaf(type)),
            3 => Call(Function.Negate, type, Of(type, depth)),
            4 => Call(Function.Abs, type, Of(type, depth)),
            5 => Call(Function.Remainder, type, Of(type, depth), Of(type, depth)),
            6 => Call(Function.Length, type, Of(DataType.String, depth)),
            7 => Call(Function.HashBucket, type, Of(DataType.String, depth), literals.Positive(1000), literals.Seed()),
            8 => Call(Function.MicrosBetween, type, Of(DataType.Timestamp, depth), Of(DataType.Timestamp, depth)),
            9 => Call(Pick([Function.Floor, Function.Ceiling]), type, Of(DataType.Double, depth)),
            _ => CalendarPart(depth),
        };
    }

    private CallExpr CalendarPart(int depth)
    {
        var ofDay = new[] { Function.Year, Function.Month, Function.Day, Function.IsoDayOfWeek, Function.DayOfYear };
        return random.Next(2) == 0
            ? Call(Pick(ofDay), DataType.Int64, Of(DataType.Date, depth))
            : Call(Pick([.. ofDay, Function.Hour, Function.Minute, Function.Second]), DataType.Int64, Of(DataType.Timestamp, depth));
    }

    private CallExpr Decimal(DataType type, int depth)
    {
        var scale = type.Scale;
        switch (random.Next(6))
        {
            case 0: return Call(Pick([Function.Add, Function.Subtract]), type, Of(type, depth), Of(DataType.Decimal(18, random.Next(scale + 1)), depth));
            case 1: return Call(Pick([Function.Add, Function.Subtract]), type, Of(DataType.Int64, depth), Of(type, depth));
            case 2:
                var part = random.Next(scale + 1);
                return Call(Function.Multiply, type, Leaf(DataType.Decimal(18, part)), Leaf(part == scale ? DataType.Int64 : DataType.Decimal(18, scale - part)));
            case 3: return Call(Function.Quantize, type, Of(DataType.Double, depth), LiteralGenerator.Integer(scale));
            case 4: return Call(Function.ToDecimal, type, Of(random.Next(2) == 0 ? DataType.Int64 : DataType.Decimal(18, random.Next(scale + 1)), depth));
            default: return Call(Pick([Function.Negate, Function.Abs]), type, Of(type, depth));
        }
    }

    private CallExpr Double(int depth)
    {
        var type = DataType.Double;
        return random.Next(ForRequests ? 7 : 5) switch
        {
            0 => Call(Pick([Function.Add, Function.Subtract, Function.Multiply]), type, Of(type, depth), Of(type, depth)),
            1 or 2 => Call(Function.Divide, type, Of(type, depth), Of(type, depth)),
            3 => Call(Function.ToDouble, type, Of(Pick([DataType.Int64, DataType.Decimal(18, 2), DataType.Decimal(18, 6)]), depth)),
            4 => Call(Pick([Function.Negate, Function.Abs, Function.Sqrt]), type, Of(type, depth)),
            5 => Call(Pick([Function.Ln, Function.Exp, Function.Sin, Function.Cos, Function.Asin]), type, Of(type, depth)),
            _ => Call(Function.Pow, type, Of(type, depth), Of(type, depth)),
        };
    }

    private CallExpr Text(int depth)
    {
        var type = DataType.String;
        return random.Next(6) switch
        {
            0 => Call(Function.Trim, type, Of(type, depth)),
            1 => Call(Pick([Function.Upper, Function.Lower]), type, Of(type, depth)),
            2 => Call(Function.Concat, type, Of(type, depth), Of(type, depth)),
            3 => Call(Function.Substring, type, [Of(type, depth), literals.Position(), .. random.Next(2) == 0 ? [literals.Position()] : Array.Empty<Expr>()]),
            4 => Call(Function.Replace, type, Of(type, depth), Leaf(type), Leaf(type)),
            _ => Call(Function.ToText, type, Of(Pick([DataType.Int64, DataType.Bool, DataType.Decimal(18, 2), DataType.Date, DataType.Timestamp]), depth)),
        };
    }

    private CallExpr Vector(int depth) => random.Next(2) == 0
        ? Call(Function.OneHot, DataType.DoubleList, Of(DataType.Int64, depth), literals.Positive(6))
        : Call(Function.NgramBuckets, DataType.DoubleList, Of(DataType.String, depth), literals.Positive(4), literals.Positive(6), literals.Seed());

    private static CallExpr Call(Function function, DataType type, params IEnumerable<Expr> arguments) => new(function, [.. arguments], type);

    private T Pick<T>(T[] pool) => pool[random.Next(pool.Length)];
}

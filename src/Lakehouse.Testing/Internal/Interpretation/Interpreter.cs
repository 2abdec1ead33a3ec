using Lakehouse.Features;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Internal.Interpretation;

/// <summary>The meaning of expressions by walking their trees (semantics §5), slowly and in unbounded numbers.</summary>
/// <remarks>
/// 1. Inside, an int64 or decimal is an <see cref="ExactNumber"/>, a timestamp or date a long, everything else what it is in C#; NULL is null.
/// 2. An exact number is checked against its type only where it leaves arithmetic: as the whole expression's value, as text, as a position.
/// 3. Wherever a double is read or made, NaN becomes NULL and −0.0 becomes 0.0.
/// </remarks>
/// <param name="leaf">The value of a column or aggregate.</param>
internal sealed class Interpreter(Func<Expr, Value> leaf)
{
    /// <summary>An expression's value over a row of the given fields.</summary>
    /// <exception cref="ValueOverflowException">The exact value does not fit.</exception>
    internal static Value OverRow(Expr expression, IReadOnlyList<Field> fields, Value[] row)
    {
        var interpreter = new Interpreter(part => part is ColumnExpr column
            ? row[Enumerable.Range(0, fields.Count).Single(i => fields[i].Name == column.Name)]
            : throw new InvalidOperationException($"{part} stands outside a window view."));
        return interpreter.Root(expression);
    }

    /// <summary>The value of a whole expression, in its type.</summary>
    internal Value Root(Expr expression) => Evaluate(expression) switch
    {
        null => Value.Null,
        ExactNumber number => expression is CallExpr ? number.In(expression.Type) : Value.Int64((long)number.Unscaled),
        bool flag => Value.Bool(flag),
        double number => Value.Double(number),
        long number => Value.Int64(number),
        string text => Value.String(text),
        byte[] bytes => Value.Binary(bytes),
        double?[] list => Value.DoubleList([.. list.Select(x => x is { } item ? Normal(item) : null)]),
        var other => throw new InvalidOperationException($"The interpreter made a {other.GetType().Name} of {expression}."),
    };

    internal object? Evaluate(Expr expression) => expression switch
    {
        LiteralExpr literal => Read(literal.Value, literal.Type),
        CallExpr call => Call(call),
        _ => Read(leaf(expression), expression.Type),
    };

    /// <summary>An operand that leaves arithmetic: within its type, or an overflow.</summary>
    internal object? Narrow(Expr expression)
    {
        var value = Evaluate(expression);
        if (value is ExactNumber number && expression is CallExpr) number.In(expression.Type);
        return value;
    }

    /// <summary>An operand as a double, rounded once from its exact value.</summary>
    internal double? Double(Expr expression) => Evaluate(expression) switch
    {
        ExactNumber number => number.Nearest(),
        double number => number,
        _ => null,
    };

    internal static double? Normal(double value) => double.IsNaN(value) ? null : value == 0 ? 0.0 : value;

    private static object? Read(Value value, DataType type) => value.IsNull ? null : type.Kind switch
    {
        TypeKind.Int64 or TypeKind.Decimal => new ExactNumber(value.AsInt64, type.Scale),
        TypeKind.Double => Normal(value.AsDouble),
        TypeKind.Bool => value.AsBool,
        TypeKind.String => value.AsString,
        TypeKind.Binary => value.AsBinary,
        TypeKind.DoubleList => value.AsDoubleList,
        _ => value.AsInt64,
    };

    private object? Call(CallExpr call)
    {
        var a = call.Arguments;
        switch (call.Function)
        {
            case Function.And: return Logic(a, decisive: false);
            case Function.Or: return Logic(a, decisive: true);
            case Function.Not: return Evaluate(a[0]) is bool flag ? !flag : null;
            case Function.IsNull: return Evaluate(a[0]) is null;
            case Function.If: return Branch(call, Evaluate(a[0]) is true ? a[1] : a[2]);
            case Function.Coalesce: return a.Select(part => Branch(call, part)).FirstOrDefault(value => value is not null);
            case Function.Equal or Function.NotEqual or Function.Less or Function.LessOrEqual or Function.Greater or Function.GreaterOrEqual:
                return Comparison.Of(this, call);
            case Function.Add or Function.Subtract or Function.Multiply or Function.Negate or Function.Abs or Function.Remainder or Function.ToDecimal or Function.MicrosBetween
                when call.Type.IsExact:
                return ExactArithmetic.Of(this, call);
            case Function.Quantize or Function.Floor or Function.Ceiling: return ExactArithmetic.FromDouble(this, call);
            case Function.Add or Function.Subtract or Function.Multiply or Function.Negate or Function.Abs or Function.Divide or Function.ToDouble or Function.Sqrt
                or Function.Ln or Function.Exp or Function.Pow or Function.Sin or Function.Cos or Function.Asin:
                return DoubleArithmetic.Of(this, call);
            case Function.Length or Function.Trim or Function.Upper or Function.Lower or Function.Concat or Function.Contains or Function.StartsWith or Function.EndsWith
                or Function.Substring or Function.Replace or Function.ToText or Function.HashBucket:
                return TextFunctions.Of(this, call);
            case Function.AsUtc or Function.Year or Function.Month or Function.Day or Function.Hour or Function.Minute or Function.Second or Function.IsoDayOfWeek
                or Function.DayOfYear or Function.DateOf or Function.MidnightUtc or Function.AddMicros:
                return TimeFunctions.Of(this, call);
            case Function.OneHot or Function.NgramBuckets: return VectorFunctions.Of(this, call);
            default: throw new InvalidOperationException($"The interpreter knows no {call.Function}.");
        }
    }

    /// <summary>Three-valued: the first decisive part decides, and parts after it are not looked at.</summary>
    private object? Logic(IEnumerable<Expr> parts, bool decisive)
    {
        object? result = !decisive;
        foreach (var part in parts)
        {
            var value = Evaluate(part);
            if (value is bool flag && flag == decisive) return decisive;
            if (value is null) result = null;
        }

        return result;
    }

    private object? Branch(CallExpr call, Expr branch)
    {
        var value = Evaluate(branch);
        return value is ExactNumber number ? number.At(call.Type.Scale) : value;
    }
}

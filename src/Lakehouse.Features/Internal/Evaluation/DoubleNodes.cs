using System.Globalization;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Evaluation;

/// <summary>Arithmetic of doubles: one IEEE operation a node; NaN is NULL, −0.0 is 0.0.</summary>
internal static class DoubleNodes
{
    private const long ExactLimit = 1L << 53;

    internal static RowFunction Compile(NodeCompiler compiler, CallExpr call)
    {
        if (call.Type.Kind != TypeKind.Double) throw NodeCompiler.Unfit(call);
        var first = Operand(compiler, call.Arguments[0]);
        return call.Function switch
        {
            Function.ToDouble => first,
            Function.Negate => Map(first, static x => -x),
            Function.Abs => Map(first, Math.Abs),
            Function.Sqrt => Map(first, Math.Sqrt),
            Function.Ln => Map(first, Math.Log),
            Function.Exp => Map(first, Math.Exp),
            Function.Sin => Map(first, Math.Sin),
            Function.Cos => Map(first, Math.Cos),
            Function.Asin => Map(first, Math.Asin),
            Function.Add => Combine(first, Operand(compiler, call.Arguments[1]), static (x, y) => x + y),
            Function.Subtract => Combine(first, Operand(compiler, call.Arguments[1]), static (x, y) => x - y),
            Function.Multiply => Combine(first, Operand(compiler, call.Arguments[1]), static (x, y) => x * y),
            Function.Divide => Combine(first, Operand(compiler, call.Arguments[1]), static (x, y) => y == 0 ? double.NaN : x / y),
            Function.Pow => Combine(first, Operand(compiler, call.Arguments[1]), Math.Pow),
            _ => throw NodeCompiler.Unfit(call),
        };
    }

    /// <summary>An operand as double; exact ones are rounded once, from their exact value.</summary>
    internal static RowFunction Operand(NodeCompiler compiler, Expr operand)
    {
        if (operand.Type.Kind == TypeKind.Double) return compiler.Compile(operand);
        var scale = operand.Type.Scale;
        if (operand.Type.Kind == TypeKind.Int64 && !ExactNodes.IsExact(operand))
        {
            var narrow = compiler.Compile(operand);
            return row => narrow(row) is { IsNull: false } value ? Value.Double(value.AsInt64) : Value.Null;
        }

        var wide = ExactNodes.Compile(compiler, operand);
        return row => wide(row, out var value) ? Value.Double(ToDouble(value, scale)) : Value.Null;
    }

    internal static Value Normalize(Value value) => value.IsNull ? value : Of(value.AsDouble);

    internal static Value NormalizeList(Value value)
    {
        if (value.IsNull || !value.AsDoubleList.Any(x => x is { } item && (double.IsNaN(item) || (item == 0 && double.IsNegative(item))))) return value;
        return Value.DoubleList([.. value.AsDoubleList.Select(x => x is { } item && !double.IsNaN(item) ? item + 0.0 : (double?)null)]);
    }

    /// <summary>The double nearest to unscaled / 10^scale.</summary>
    /// <remarks>Up to 2^53 both numbers are doubles, so one division rounds once; beyond, the decimal text is parsed, which rounds correctly.</remarks>
    internal static double ToDouble(Int128 unscaled, int scale)
    {
        if (scale == 0) return (double)unscaled;
        if (unscaled <= ExactLimit && unscaled >= -ExactLimit) return (long)unscaled / ExactStatistics.PowerOfTen(scale);
        Span<char> text = stackalloc char[48];
        unscaled.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        "E-".CopyTo(text[length..]);
        scale.TryFormat(text[(length + 2)..], out var digits, default, CultureInfo.InvariantCulture);
        return double.Parse(text[..(length + 2 + digits)], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static Value Of(double value) => double.IsNaN(value) ? Value.Null : Value.Double(value + 0.0);

    private static RowFunction Map(RowFunction operand, Func<double, double> map) => row => operand(row) is { IsNull: false } value ? Of(map(value.AsDouble)) : Value.Null;

    private static RowFunction Combine(RowFunction left, RowFunction right, Func<double, double, double> combine) => row =>
    {
        Value a = left(row), b = right(row);
        return a.IsNull || b.IsNull ? Value.Null : Of(combine(a.AsDouble, b.AsDouble));
    };
}

using System.Globalization;
using System.Numerics;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Internal.Interpretation;

/// <summary>Arithmetic of int64 and decimal, and the ways into it from double.</summary>
internal static class ExactArithmetic
{
    private const double QuantizeLimit = 1E18;

    internal static object? Of(Interpreter interpreter, CallExpr call)
    {
        var operands = call.Arguments.Select(interpreter.Evaluate).Select(Number).ToArray();
        if (operands.Any(o => o is null)) return null;
        ExactNumber first = operands[0]!.Value, second = operands.Length > 1 ? operands[1]!.Value : default;
        return call.Function switch
        {
            Function.Add => (first + second).At(call.Type.Scale),
            Function.Subtract => (first - second).At(call.Type.Scale),
            Function.Multiply => first * second,
            Function.Negate => -first,
            Function.Abs => first.Unscaled.Sign < 0 ? -first : first,
            Function.ToDecimal => first.At(call.Type.Scale),
            Function.MicrosBetween => first - second,
            Function.Remainder => second.Unscaled.IsZero ? null : new ExactNumber(BigInteger.Remainder(first.Unscaled, second.Unscaled), 0),
            _ => throw new InvalidOperationException($"{call.Function} is no exact arithmetic."),
        };
    }

    /// <summary>Quantize, Floor and Ceiling: their results are checked at once.</summary>
    internal static object? FromDouble(Interpreter interpreter, CallExpr call)
    {
        if (interpreter.Double(call.Arguments[0]) is not { } x) return null;
        if (call.Function == Function.Quantize) return Quantize(x, call.Type.Scale);
        if (!double.IsFinite(x)) throw new ValueOverflowException("An infinite number has no integer beside it.");
        var whole = new ExactNumber(call.Function == Function.Floor ? Rounding.Floor(x) : -Rounding.Floor(-x), 0);
        whole.In(call.Type);
        return whole;
    }

    private static ExactNumber? Quantize(double x, int scale)
    {
        if (!double.IsFinite(x)) return null;
        var y = x * double.Parse($"1E{scale}", CultureInfo.InvariantCulture);
        return Math.Abs(y) < QuantizeLimit ? new(Rounding.ToInteger(y), scale) : throw new ValueOverflowException("The quantized value has more than 18 digits.");
    }

    private static ExactNumber? Number(object? value) => value switch
    {
        ExactNumber number => number,
        long instant => new(instant, 0),
        _ => null,
    };
}

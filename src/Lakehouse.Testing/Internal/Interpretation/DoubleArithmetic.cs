using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Internal.Interpretation;

/// <summary>Arithmetic of doubles: one IEEE operation a function.</summary>
internal static class DoubleArithmetic
{
    internal static object? Of(Interpreter interpreter, CallExpr call)
    {
        var operands = call.Arguments.Select(interpreter.Double).ToArray();
        if (operands.Any(o => o is null)) return null;
        double x = operands[0]!.Value, y = operands.Length > 1 ? operands[1]!.Value : 0;
        return Interpreter.Normal(call.Function switch
        {
            Function.Add => x + y,
            Function.Subtract => x - y,
            Function.Multiply => x * y,
            Function.Divide => y == 0 ? double.NaN : x / y,
            Function.Negate => -x,
            Function.Abs => Math.Abs(x),
            Function.ToDouble => x,
            Function.Sqrt => Math.Sqrt(x),
            Function.Ln => Math.Log(x),
            Function.Exp => Math.Exp(x),
            Function.Pow => Math.Pow(x, y),
            Function.Sin => Math.Sin(x),
            Function.Cos => Math.Cos(x),
            Function.Asin => Math.Asin(x),
            _ => throw new InvalidOperationException($"{call.Function} is no arithmetic of doubles."),
        });
    }
}

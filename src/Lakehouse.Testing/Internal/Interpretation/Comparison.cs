using System.Text;
using Lakehouse.Features;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Internal.Interpretation;

/// <summary>Comparisons: NULL on a NULL operand, numbers by value, text and bytes by their bytes.</summary>
internal static class Comparison
{
    internal static object? Of(Interpreter interpreter, CallExpr call)
    {
        Expr first = call.Arguments[0], second = call.Arguments[1];
        var isDouble = first.Type.Kind == TypeKind.Double || second.Type.Kind == TypeKind.Double;
        var a = isDouble ? interpreter.Double(first) : interpreter.Evaluate(first);
        var b = isDouble ? interpreter.Double(second) : interpreter.Evaluate(second);
        return a is null || b is null ? null : Holds(call.Function, Order(a, b));
    }

    /// <summary>Texts by their UTF-8 bytes.</summary>
    internal static int ByUtf8(string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

    private static int Order(object a, object b) => (a, b) switch
    {
        (ExactNumber x, ExactNumber y) => ExactNumber.Compare(x, y),
        (string x, string y) => ByUtf8(x, y),
        (byte[] x, byte[] y) => x.AsSpan().SequenceCompareTo(y),
        (double?[] x, double?[] y) => x.Length == y.Length && x.Zip(y).All(p => Nullable.Equals(p.First, p.Second)) ? 0 : 1,
        (bool x, bool y) => x.CompareTo(y),
        (double x, double y) => x.CompareTo(y),
        (long x, long y) => x.CompareTo(y),
        _ => throw new InvalidOperationException($"A {a.GetType().Name} is compared to a {b.GetType().Name}."),
    };

    private static bool Holds(Function function, int order) => function switch
    {
        Function.Equal => order == 0,
        Function.NotEqual => order != 0,
        Function.Less => order < 0,
        Function.LessOrEqual => order <= 0,
        Function.Greater => order > 0,
        _ => order >= 0,
    };
}

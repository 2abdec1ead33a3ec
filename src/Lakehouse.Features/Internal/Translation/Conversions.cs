using System.Linq.Expressions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>Casts: only those that keep every value.</summary>
internal static class Conversions
{
    private static readonly Type[] Widths = [typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long)];

    internal static Expr Translate(Translator translator, UnaryExpression node)
    {
        Type from = TypeMap.Underlying(node.Operand.Type), to = TypeMap.Underlying(node.Type);
        if (from == typeof(DateTime) && to == typeof(DateTimeOffset))
            throw translator.Scope.Refuse(node.Operand, "is a time without a zone, which C# would take as local. Write .AsUtc().");

        var operand = translator.Translate(node.Operand);
        if (from == to || to == typeof(object)) return operand;
        if (to == typeof(double) && (operand.Type.IsExact || from == typeof(float))) return Typing.ToDouble(operand);
        if (to == typeof(decimal) && TypeMap.IsInteger(from)) return operand;
        if (TypeMap.IsInteger(from) && TypeMap.IsInteger(to) && Widths.IndexOf(to) >= Widths.IndexOf(from)) return operand;
        if (to == typeof(long) && operand is CallExpr { Function: Function.ToDouble, Arguments: [CallExpr { Function: Function.Floor or Function.Ceiling } whole] }) return whole;
        throw translator.Scope.Refuse(node.Operand, $"is cast from {from.Name} to {to.Name}, which may lose values. {Advice(from, to)}");
    }

    private static string Advice(Type from, Type to) =>
        to == typeof(decimal) ? "Write .Quantize(scale)."
        : TypeMap.IsDouble(from) && TypeMap.IsInteger(to) ? "Write (long)Math.Floor(…) or (long)Math.Ceiling(…)."
        : TypeMap.IsInteger(from) ? "Integers are 64 bits wide here: leave the cast out."
        : to == typeof(string) ? "Write .ToText()."
        : "Leave the cast out, or map the column with another type.";
}

using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>Casts: only those that keep every value.</summary>
internal static class Conversions
{
    /// <summary>Bits of the integer types, signed ones below zero.</summary>
    private static readonly Dictionary<string, int> Widths = new(StringComparer.Ordinal)
    {
        ["System.SByte"] = -8,
        ["System.Byte"] = 8,
        ["System.Int16"] = -16,
        ["System.UInt16"] = 16,
        ["System.Int32"] = -32,
        ["System.UInt32"] = 32,
        [ClrType.Int64] = -64,
    };

    internal static Expr Translate(Translator translator, ConversionTerm term)
    {
        ClrType from = term.Operand.Type, to = term.Type;
        if (from.Is(ClrType.DateTime) && to.Is(ClrType.DateTimeOffset))
            throw translator.Scope.Refuse(Rule.TypeMismatch, term.Operand, "is a time without a zone, which C# would take as local. Write .AsUtc().");

        var operand = translator.Translate(term.Operand);
        if (from.IsSameColumn(to) || to.Is(ClrType.Object) || IsList(from) && IsList(to)) return operand;
        if (to.Is(ClrType.Double) && (operand.Type.IsNumeric || from.Is(ClrType.Single))) return Typing.ToDouble(operand);
        if (to.Is(ClrType.Decimal) && TypeMap.IsInteger(from)) return operand;
        if (Keeps(from, to)) return operand;
        if (to.Is(ClrType.Int64) && operand is CallExpr { Function: Function.ToDouble } whole && IsRounded(whole.Arguments[0])) return whole.Arguments[0];
        throw translator.Scope.Refuse(Rule.TypeMismatch, term.Operand, $"is cast from {from.Simple} to {to.Simple}, which may lose values. {Advice(from, to)}");
    }

    private static bool IsRounded(Expr expression) => expression is CallExpr { Function: Function.Floor or Function.Ceiling };

    private static bool IsList(ClrType type) => TypeMap.Find(type) == DataType.DoubleList;

    /// <summary>True where the target holds every integer of the source.</summary>
    private static bool Keeps(ClrType from, ClrType to) =>
        Widths.TryGetValue(from.Name, out var source) && Widths.TryGetValue(to.Name, out var target) && Math.Abs(target) >= Math.Abs(source)
        && (source < 0 ? target < 0 : target > 0 || -target > source);

    private static string Advice(ClrType from, ClrType to) =>
        to.Is(ClrType.Decimal) ? "Write .Quantize(scale)."
        : TypeMap.IsDouble(from) && TypeMap.IsInteger(to) ? "Write (long)Math.Floor(…) or (long)Math.Ceiling(…)."
        : TypeMap.IsInteger(from) && TypeMap.IsInteger(to) ? "Integers are 64 bits wide here: leave the cast out."
        : to.Is(ClrType.Single) ? "Write the other number as a double, without f."
        : to.Is(ClrType.String) ? "Write .ToText()."
        : "Leave the cast out, or map the column with another type.";
}

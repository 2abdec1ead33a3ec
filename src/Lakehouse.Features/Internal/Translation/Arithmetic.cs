using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>Typing of + − * / %: exact for int64 and decimal, IEEE for double (semantics §5).</summary>
internal static class Arithmetic
{
    private const long TicksPerMicro = 10;

    internal static CallExpr Translate(Translator translator, BinaryTerm term, Function function)
    {
        if (term.Left.Type.Is(ClrType.DateTimeOffset)) return MoveInstant(translator, term, function);
        Expr left = translator.Translate(term.Left), right = translator.Translate(term.Right);
        if (!left.Type.IsNumeric || !right.Type.IsNumeric)
            throw translator.Scope.Refuse(Rule.TypeMismatch, term, $"is arithmetic of {left.Type} and {right.Type}, which are not both numbers. Write it over numbers.");
        if (function == Function.Divide) return Divide(translator, term, left, right);
        if (left.Type.Kind == TypeKind.Double || right.Type.Kind == TypeKind.Double)
        {
            if (function == Function.Remainder) throw translator.Scope.Refuse(Rule.TypeMismatch, term, "is a remainder of doubles. Write it over integers.");
            return Typing.Call(function, DataType.Double, Typing.ToDouble(left), Typing.ToDouble(right));
        }

        return Typing.Call(function, ExactType(translator, term, function, left.Type, right.Type), left, right);
    }

    internal static CallExpr Divide(Expr left, Expr right) => Typing.Call(Function.Divide, DataType.Double, Typing.ToDouble(left), Typing.ToDouble(right));

    private static CallExpr Divide(Translator translator, BinaryTerm term, Expr left, Expr right)
    {
        var isExact = left.Type.IsExact && right.Type.IsExact;
        if (isExact && !translator.Scope.DividesAsDouble)
            throw translator.Scope.Refuse(Rule.ExactDivision, term, "divides exact numbers, where C# would cut digits off. Write .DividedBy(…) for double division.");
        return Divide(left, right);
    }

    private static DataType ExactType(Translator translator, BinaryTerm term, Function function, DataType left, DataType right)
    {
        if (left.Kind == TypeKind.Int64 && right.Kind == TypeKind.Int64) return DataType.Int64;
        if (function == Function.Remainder) throw translator.Scope.Refuse(Rule.TypeMismatch, term, "is a remainder of decimals. Write it over integers.");
        var scale = function == Function.Multiply ? left.Scale + right.Scale : Math.Max(left.Scale, right.Scale);
        return scale <= 18 ? DataType.Decimal(18, scale)
            : throw translator.Scope.Refuse(Rule.TypeMismatch, term, $"has {scale} digits after the point, more than the 18 of a decimal. Declare smaller scales.");
    }

    private static CallExpr MoveInstant(Translator translator, BinaryTerm term, Function function)
    {
        if (!term.Right.Type.Is(ClrType.TimeSpan)) throw translator.Scope.Refuse(Rule.ClosedList, term, "is a TimeSpan, which no column has. Write .MicrosSince(…).");
        if (term.Right is not ConstantTerm) throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "moves by a TimeSpan that is no constant. Write .AddMicros(…).");
        var isKnown = Literals.TryConstant<TimeSpan>(translator.Scope, term, term.Right, out var span);
        if (isKnown && span.Ticks % TicksPerMicro != 0)
            throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "moves by a TimeSpan that is no constant of whole microseconds. Write .AddMicros(…).");
        var micros = span.Ticks / TicksPerMicro * (function == Function.Subtract ? -1 : 1);
        return Typing.Call(Function.AddMicros, DataType.Timestamp, translator.Translate(term.Left, DataType.Timestamp), new LiteralExpr(Value.Int64(micros), DataType.Int64));
    }
}

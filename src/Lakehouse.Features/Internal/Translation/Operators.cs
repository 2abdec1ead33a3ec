using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>C#'s operators with SQL's meaning.</summary>
internal static class Operators
{
    internal static CallExpr Translate(Translator translator, UnaryTerm term)
    {
        var operand = translator.Translate(term.Operand);
        return term.Operator switch
        {
            Operator.Not when operand.Type.Kind == TypeKind.Bool => Typing.Call(Function.Not, DataType.Bool, operand),
            Operator.Negate when operand.Type.IsNumeric => Typing.Call(Function.Negate, operand.Type, operand),
            _ => throw translator.Scope.Refuse(Rule.ClosedList, term, $"is an operator that definitions do not have for {operand.Type}. {MethodAdvice.General}"),
        };
    }

    internal static Expr Translate(Translator translator, BinaryTerm term) => term.Operator switch
    {
        Operator.And when term.Type.Is(ClrType.Bool) => Logic(translator, term, Function.And),
        Operator.Or when term.Type.Is(ClrType.Bool) => Logic(translator, term, Function.Or),
        Operator.Equal => Compare(translator, term, Function.Equal),
        Operator.NotEqual => Compare(translator, term, Function.NotEqual),
        Operator.Less => Compare(translator, term, Function.Less),
        Operator.LessOrEqual => Compare(translator, term, Function.LessOrEqual),
        Operator.Greater => Compare(translator, term, Function.Greater),
        Operator.GreaterOrEqual => Compare(translator, term, Function.GreaterOrEqual),
        Operator.Coalesce => Coalesce(translator, term),
        Operator.Add when term.Type.Is(ClrType.String) => Methods.Concat(translator, [term.Left, term.Right]),
        Operator.Add => Arithmetic.Translate(translator, term, Function.Add),
        Operator.Subtract => Arithmetic.Translate(translator, term, Function.Subtract),
        Operator.Multiply => Arithmetic.Translate(translator, term, Function.Multiply),
        Operator.Divide => Arithmetic.Translate(translator, term, Function.Divide),
        Operator.Remainder => Arithmetic.Translate(translator, term, Function.Remainder),
        _ => throw translator.Scope.Refuse(Rule.ClosedList, term, $"is an operator that definitions do not have. {MethodAdvice.General}"),
    };

    private static CallExpr Logic(Translator translator, BinaryTerm term, Function function) =>
        Typing.Call(function, DataType.Bool, translator.Translate(term.Left, DataType.Bool), translator.Translate(term.Right, DataType.Bool));

    private static CallExpr Coalesce(Translator translator, BinaryTerm term)
    {
        var (first, second) = translator.Unify(term, translator.Translate(term.Left), translator.Translate(term.Right));
        return Typing.Call(Function.Coalesce, first.Type, first, second);
    }

    private static CallExpr Compare(Translator translator, BinaryTerm term, Function function)
    {
        if (IsNullLiteral(term.Right) || IsNullLiteral(term.Left)) return CompareWithNull(translator, term, function);
        if (Ordering(term.Left) is var (first, second) && IsZero(translator, term.Right))
            return Typing.Call(function, DataType.Bool, translator.Translate(first, DataType.String), translator.Translate(second, DataType.String));

        var (left, right) = translator.Unify(term, translator.Translate(term.Left), translator.Translate(term.Right));
        if (left.Type.Kind == TypeKind.DoubleList) throw translator.Scope.Refuse(Rule.ClosedList, term, "compares lists, which definitions do not. Compare a column made of them.");
        return Typing.Call(function, DataType.Bool, left, right);
    }

    private static CallExpr CompareWithNull(Translator translator, BinaryTerm term, Function function)
    {
        var isNull = Typing.Call(Function.IsNull, DataType.Bool, translator.Translate(IsNullLiteral(term.Right) ? term.Left : term.Right));
        return function switch
        {
            Function.Equal => isNull,
            Function.NotEqual => Typing.Call(Function.Not, DataType.Bool, isNull),
            _ => throw translator.Scope.Refuse(Rule.ClosedList, term, "compares with null, which is never true. Write == null or != null."),
        };
    }

    /// <summary>The texts of <c>string.Compare(a, b)</c> or <c>a.CompareTo(b)</c>, whose result is compared with 0.</summary>
    private static (Term First, Term Second)? Ordering(Term term) => term switch
    {
        CallTerm { Name: "Compare" or "CompareOrdinal", Arguments.Length: 2 } call when call.DeclaringType.Is(ClrType.String) => (call.Arguments[0], call.Arguments[1]),
        CallTerm { Name: "CompareTo", Instance: { } text, Arguments.Length: 1 } call when text.Type.Is(ClrType.String) => (text, call.Arguments[0]),
        _ => null,
    };

    private static bool IsZero(Translator translator, Term term) => term is ConstantTerm constant && (!constant.IsKnown || constant.Evaluate(translator.Scope) is 0);

    private static bool IsNullLiteral(Term term) => term is ConstantTerm { IsNullLiteral: true };
}

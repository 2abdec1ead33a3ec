using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>Turns a lambda's body into the intermediate form; what is not on the closed list is refused with advice.</summary>
internal sealed class Translator(TranslationScope scope)
{
    internal TranslationScope Scope { get; } = scope;

    /// <summary>Translates a body whose value must have a given type.</summary>
    internal Expr Translate(Term body, DataType type)
    {
        var value = Translate(body);
        return Typing.As(value, type) ?? throw Scope.Refuse(Rule.TypeMismatch, body, $"is {value.Type}, where {type} is needed. {Typing.Advice(value.Type, type)}");
    }

    internal Expr Translate(Term term)
    {
        if (term is ConstantTerm constant) return Literals.Literal(Scope, constant);
        if (Scope.Resolve(this, term) is { } resolved) return resolved;
        return term switch
        {
            ConversionTerm conversion => Conversions.Translate(this, conversion),
            UnaryTerm unary => Operators.Translate(this, unary),
            BinaryTerm binary => Operators.Translate(this, binary),
            ConditionalTerm choice => Choose(choice),
            MemberTerm member => Members.Translate(this, member),
            CallTerm call => Methods.Translate(this, call),
            ParameterTerm => throw Scope.Refuse(Rule.ClosedList, term, "stands for a whole row; name one of its columns."),
            NewTerm => throw Scope.Refuse(Rule.ClosedList, term, "makes an object, which no column holds. Write one feature or column for each of its values."),
            OtherTerm other => throw Scope.Refuse(Rule.ClosedList, term, $"is no operation of definitions ({other.Kind}). {MethodAdvice.General}"),
            _ => throw Scope.Refuse(Rule.ClosedList, term, $"is no value of a column. {MethodAdvice.General}"),
        };
    }

    /// <summary>Brings two values to their common type.</summary>
    internal (Expr Left, Expr Right) Unify(Term term, Expr left, Expr right)
    {
        if (Typing.Common(left, right) is { } type && Typing.As(left, type) is { } first && Typing.As(right, type) is { } second) return (first, second);
        throw Scope.Refuse(Rule.TypeMismatch, term, $"mixes {left.Type} and {right.Type}. {Typing.Advice(left.Type, right.Type)}");
    }

    private CallExpr Choose(ConditionalTerm choice)
    {
        var condition = Translate(choice.Test, DataType.Bool);
        var (then, otherwise) = Unify(choice, Translate(choice.IfTrue), Translate(choice.IfFalse));
        return Typing.Call(Function.If, then.Type, condition, then, otherwise);
    }
}

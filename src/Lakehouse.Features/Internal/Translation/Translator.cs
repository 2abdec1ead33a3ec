using System.Linq.Expressions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>Turns a lambda's body into the intermediate form; what is not on the closed list is refused with advice.</summary>
internal sealed class Translator(TranslationScope scope)
{
    internal TranslationScope Scope { get; } = scope;

    /// <summary>Translates a body whose value must have a given type.</summary>
    internal Expr Translate(Expression body, DataType type)
    {
        var value = Translate(body);
        return Typing.As(value, type) ?? throw Scope.Refuse(body, $"is {value.Type}, where {type} is needed. {Typing.Advice(value.Type, type)}");
    }

    internal Expr Translate(Expression node)
    {
        if (Literals.IsClosed(node)) return Literals.Literal(Scope, node);
        if (Scope.Resolve(this, node) is { } resolved) return resolved;
        return node switch
        {
            UnaryExpression { NodeType: ExpressionType.Quote } quote => Translate(quote.Operand),
            UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } conversion => Conversions.Translate(this, conversion),
            UnaryExpression unary => Operators.Translate(this, unary),
            BinaryExpression binary => Operators.Translate(this, binary),
            ConditionalExpression choice => Choose(choice),
            MemberExpression member => Members.Translate(this, member),
            MethodCallExpression call => Methods.Translate(this, call),
            ParameterExpression => throw Scope.Refuse(node, "stands for a whole row; name one of its columns."),
            _ => throw Scope.Refuse(node, $"is no operation of definitions ({node.NodeType}). {MethodAdvice.General}"),
        };
    }

    /// <summary>Brings two values to their common type.</summary>
    internal (Expr Left, Expr Right) Unify(Expression node, Expr left, Expr right)
    {
        if (Typing.Common(left, right) is { } type && Typing.As(left, type) is { } first && Typing.As(right, type) is { } second) return (first, second);
        throw Scope.Refuse(node, $"mixes {left.Type} and {right.Type}. {Typing.Advice(left.Type, right.Type)}");
    }

    private CallExpr Choose(ConditionalExpression choice)
    {
        var condition = Translate(choice.Test, DataType.Bool);
        var (then, otherwise) = Unify(choice, Translate(choice.IfTrue), Translate(choice.IfFalse));
        return Typing.Call(Function.If, then.Type, condition, then, otherwise);
    }
}

using System.Collections;
using System.Linq.Expressions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Transforms;

/// <summary>Bucketing by boundaries as a balanced tree of conditions, so that a value is compared log₂ n times.</summary>
internal static class Buckets
{
    internal static CallExpr Translate(Translator translator, MethodCallExpression node, Expr value)
    {
        var constants = Markers.Constant<IList>(translator, node, node.Arguments[1]);
        var boundaries = new Expr[constants.Count];
        for (var i = 0; i < boundaries.Length; i++)
        {
            (var unified, boundaries[i]) = translator.Unify(node, value, Literals.Literal(translator.Scope, Expression.Constant(constants[i])));
            if (unified.Type != value.Type) throw translator.Scope.Refuse(node, $"has a boundary with more digits than {value.Type}. Write boundaries of the value's type.");
            if (i > 0 && !Holds(Function.Less, boundaries[i - 1], boundaries[i])) throw translator.Scope.Refuse(node, "has boundaries that do not ascend.");
        }

        if (boundaries.Length == 0) throw translator.Scope.Refuse(node, "has no boundary.");
        return TransformMethods.IfKnown(value, Tree(value, boundaries, 0, boundaries.Length));
    }

    /// <summary>True where a comparison of two constants holds; NaN compares as NULL.</summary>
    internal static bool Holds(Function comparison, Expr left, Expr right) =>
        ExpressionCompiler.Compile(Typing.Call(comparison, DataType.Bool, left, right), [])([]) is { IsNull: false, AsBool: true };

    /// <summary>How many of all boundaries are at or below the value, which is known to be from <paramref name="from"/> to <paramref name="to"/>.</summary>
    private static Expr Tree(Expr value, Expr[] boundaries, int from, int to)
    {
        if (from == to) return TransformMethods.Whole(from);
        var middle = (from + to) / 2;
        var below = Typing.Call(Function.Less, DataType.Bool, value, boundaries[middle]);
        return Typing.Call(Function.If, DataType.Int64, below, Tree(value, boundaries, from, middle), Tree(value, boundaries, middle + 1, to));
    }
}

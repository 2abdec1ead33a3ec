using System.Collections;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Rules;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Transforms;

/// <summary>Bucketing by boundaries as a balanced tree of conditions, so that a value is compared log₂ n times.</summary>
internal static class Buckets
{
    internal static CallExpr Translate(Translator translator, CallTerm term, Expr value)
    {
        if (!Literals.TryConstant<IList>(translator.Scope, term, term.Arguments[1], out var constants)) return TransformMethods.IfKnown(value, TransformMethods.Whole(0));
        var boundaries = new Expr[constants.Count];
        for (var i = 0; i < boundaries.Length; i++)
        {
            (var unified, boundaries[i]) = translator.Unify(term, value, Literals.Of(translator.Scope, (ConstantTerm)term.Arguments[1], constants[i]));
            if (unified.Type != value.Type)
                throw translator.Scope.Refuse(Rule.TypeMismatch, term, $"has a boundary with more digits than {value.Type}. Write boundaries of the value's type.");
            if (i > 0 && !Typing.IsBelow(boundaries[i - 1], boundaries[i]))
                throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "has boundaries that do not ascend. Sort them.");
        }

        if (boundaries.Length == 0) throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "has no boundary. Write at least one.");
        return TransformMethods.IfKnown(value, Tree(value, boundaries, 0, boundaries.Length));
    }

    /// <summary>How many of all boundaries are at or below the value, which is known to be from <paramref name="from"/> to <paramref name="to"/>.</summary>
    internal static Expr Tree(Expr value, Expr[] boundaries, int from, int to)
    {
        if (from == to) return TransformMethods.Whole(from);
        var middle = (from + to) / 2;
        var below = Typing.Call(Function.Less, DataType.Bool, value, boundaries[middle]);
        return Typing.Call(Function.If, DataType.Int64, below, Tree(value, boundaries, from, middle), Tree(value, boundaries, middle + 1, to));
    }
}

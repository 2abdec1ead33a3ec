using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Rules;

/// <summary>What features of each kind of view must be.</summary>
internal static class FeatureRules
{
    internal static void CheckName(string place, string name)
    {
        Names.RequireSnake(name, $"{place}: a feature");
        Names.RequireFree(name, $"{place}: a feature");
    }

    /// <summary>A feature's expression; never a time without a zone.</summary>
    internal static Expr Translate(TranslationScope scope, Term body)
    {
        var expression = new Translator(scope).Translate(body);
        return expression.Type.Kind == TypeKind.TimestampNtz ? throw scope.Refuse(Rule.TypeMismatch, body, "is a time without a zone. Write .AsUtc().") : expression;
    }

    /// <summary>What a window feature's lambda may hold: aggregates over rows that <paramref name="row"/> describes.</summary>
    internal static TranslationScope OfWindow(TranslationScope row) =>
        new(row.Place, row.Print, (translator, term) => WindowAggregates.Resolve(translator, term, row)) { DividesAsDouble = true };

    internal static Expr RequireAggregate(TranslationScope scope, Term body, Expr expression) => ExprWalk.Aggregates([expression]).Any() ? expression
        : throw scope.Refuse(Rule.AggregateType, body, "aggregates nothing; use w.Count(), w.Mean(…) and the like.");
}

using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.DuckDb.Materialize;

/// <summary>What a view reads of an event.</summary>
/// <param name="Expressions">Distinct expressions that its features or aggregates need.</param>
/// <param name="Fields">The contract columns under them, in the contract's order: the columns that a changed event is judged by.</param>
/// <param name="KeyFields">The contract columns under the keys.</param>
internal sealed record ViewInputs(IReadOnlyList<Expr> Expressions, IReadOnlyList<Field> Fields, IReadOnlyList<Field> KeyFields)
{
    public static ViewInputs Of(EntityViewDefinition view)
    {
        var expressions = view.Features.Select(f => f.Expression);
        if (view is WindowViewDefinition) expressions = ExprWalk.Aggregates(expressions).SelectMany(a => new[] { a.Argument, a.Filter }).OfType<Expr>();
        Expr[] distinct = [.. expressions.Distinct()];
        return new(distinct, FieldsUnder(view.Contract, distinct), FieldsUnder(view.Contract, view.Key));
    }

    private static Field[] FieldsUnder(ContractDefinition contract, IEnumerable<Expr> expressions)
    {
        var names = ExprWalk.ColumnNames(expressions).ToHashSet(StringComparer.Ordinal);
        return [.. contract.Schema.Where(f => names.Contains(f.Name))];
    }
}

/// <summary>Lists of expressions.</summary>
internal static class ExpressionLists
{
    /// <summary>Position of an equal expression; −1 when there is none.</summary>
    public static int IndexOf(this IReadOnlyList<Expr> expressions, Expr? wanted)
    {
        for (var i = 0; i < expressions.Count; i++)
        {
            if (expressions[i].Equals(wanted)) return i;
        }

        return -1;
    }
}

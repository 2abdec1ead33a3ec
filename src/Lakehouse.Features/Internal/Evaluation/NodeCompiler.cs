using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Evaluation;

/// <summary>Compiles one expression tree; each family of functions has its own file of nodes.</summary>
/// <param name="slotOf">The slot of a column or aggregate in the row.</param>
internal sealed class NodeCompiler(Func<Expr, int> slotOf)
{
    /// <summary>The whole expression, with the normal form of doubles that silver and gold hold.</summary>
    internal RowFunction Root(Expr expression)
    {
        var value = Compile(expression);
        return expression.Type.Kind == TypeKind.DoubleList ? row => DoubleNodes.NormalizeList(value(row)) : value;
    }

    internal RowFunction Compile(Expr expression)
    {
        if (TryLeaf(expression) is { } leaf) return expression.Type.Kind == TypeKind.Double ? row => DoubleNodes.Normalize(leaf.Read(row)) : row => leaf.Read(row);
        if (ExactNodes.IsExact(expression)) return ExactNodes.Checked(this, (CallExpr)expression);
        var call = (CallExpr)expression;
        return call.Function switch
        {
            Function.Equal or Function.NotEqual or Function.Less or Function.LessOrEqual or Function.Greater or Function.GreaterOrEqual => ComparisonNodes.Compile(this, call),
            Function.And or Function.Or or Function.Not or Function.IsNull or Function.Coalesce or Function.If => LogicNodes.Compile(this, call),
            Function.Add or Function.Subtract or Function.Multiply or Function.Divide or Function.Negate or Function.Abs or Function.ToDouble or Function.Sqrt
                or Function.Ln or Function.Exp or Function.Pow or Function.Sin or Function.Cos or Function.Asin => DoubleNodes.Compile(this, call),
            Function.Quantize or Function.Floor or Function.Ceiling => RoundingNodes.Compile(this, call),
            Function.Length or Function.Trim or Function.Upper or Function.Lower or Function.Concat or Function.Contains or Function.StartsWith or Function.EndsWith
                or Function.Substring or Function.Replace or Function.ToText or Function.HashBucket => TextNodes.Compile(this, call),
            Function.AsUtc or Function.Year or Function.Month or Function.Day or Function.Hour or Function.Minute or Function.Second or Function.IsoDayOfWeek
                or Function.DayOfYear or Function.DateOf or Function.MidnightUtc or Function.AddMicros => TimeNodes.Compile(this, call),
            Function.OneHot or Function.NgramBuckets => VectorNodes.Compile(this, call),
            _ => throw Unfit(call),
        };
    }

    internal Leaf? TryLeaf(Expr expression) => expression switch
    {
        LiteralExpr literal => new Leaf(-1, literal.Value),
        ColumnExpr or AggregateExpr => new Leaf(slotOf(expression), default),
        _ => null,
    };

    internal static DefinitionException Unfit(CallExpr call) =>
        new($"{call.Function} does not take ({string.Join(", ", call.Arguments.Select(a => a.Type))}) to give {call.Type}, in {call}.");

    internal static ValueOverflowException Overflow(Expr expression) => new($"The exact value of {expression} does not fit {expression.Type}.");
}

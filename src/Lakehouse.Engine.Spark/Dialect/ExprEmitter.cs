using Lakehouse.Features;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Evaluation;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>Turns expressions into pieces of Spark SQL; each family of functions has its own file.</summary>
/// <remarks>
/// 1. Every value is computed for every row and never raises; a part that semantics 7.11 would not evaluate has its flags switched off instead.
/// 2. A value is mostly NULL by itself where it overflows; the root is masked where it is not.
/// 3. Exact arithmetic stays an integer until its value leaves it, as in the in-process evaluator.
/// </remarks>
/// <param name="pool">Where the pieces are kept.</param>
/// <param name="leaf">SQL of a column or aggregate, of exactly its Spark type.</param>
internal sealed class ExprEmitter(SqlPool pool, Func<Expr, string> leaf)
{
    private readonly Dictionary<Expr, Piece> pieces = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Expr, WidePiece> wides = new(ReferenceEqualityComparer.Instance);

    internal SqlPool Pool => pool;

    internal static EngineException Unfit(CallExpr call) =>
        new($"Spark has no {call.Function} of ({string.Join(", ", call.Arguments.Select(a => a.Type))}) to {call.Type}, in {call}: run this definition on the embedded engine.");

    /// <summary>The whole expression: NULL where it is none, its doubles in normal form.</summary>
    internal Piece Root(Expr expression)
    {
        var (value, flags) = Compile(expression);
        if (expression.Type.Kind == TypeKind.DoubleList && expression is not CallExpr { Function: Function.OneHot or Function.NgramBuckets })
            value = pool.Of($"transform({value}, __x -> (nanvl(__x, CAST(NULL AS DOUBLE)) + 0E0D))");
        if (!flags.IsMasked) value = pool.Of($"CASE WHEN NOT {pool.Or(flags.Overflow, flags.Unsure)} THEN {value} END");
        return new(value, flags);
    }

    /// <summary>An expression in its own type, checked.</summary>
    internal Piece Compile(Expr expression)
    {
        if (pieces.TryGetValue(expression, out var known)) return known;
        var made = expression is CallExpr call ? Call(call) : Leaf(expression);
        pieces.Add(expression, made);
        return made;
    }

    /// <summary>An expression as unchecked integer, made once.</summary>
    internal WidePiece Wide(Expr expression, Func<ExprEmitter, Expr, WidePiece> make)
    {
        if (wides.TryGetValue(expression, out var known)) return known;
        var made = make(this, expression);
        wides.Add(expression, made);
        return made;
    }

    private Piece Leaf(Expr expression)
    {
        if (expression is LiteralExpr literal) return new(pool.Of($"{Constant(literal)}"));
        var column = pool.Leaf(leaf(expression));
        return new(expression.Type.Kind == TypeKind.Double ? DoubleSql.Normal(pool, column) : column);
    }

    private static string Constant(LiteralExpr literal)
    {
        if (literal.Type.Kind != TypeKind.Double || literal.Value.IsNull) return SqlText.Literal(literal.Value, literal.Type);
        var number = literal.Value.AsDouble;
        return double.IsNaN(number) ? SqlText.Null(literal.Type) : SqlText.Double(number + 0.0);
    }

    private Piece Call(CallExpr call)
    {
        if (ExactNodes.IsExact(call)) return ExactSql.Checked(this, call);
        return call.Function switch
        {
            Function.Equal or Function.NotEqual or Function.Less or Function.LessOrEqual or Function.Greater or Function.GreaterOrEqual => ComparisonSql.Compile(this, call),
            Function.And or Function.Or or Function.Not or Function.IsNull or Function.Coalesce or Function.If => LogicSql.Compile(this, call),
            Function.Add or Function.Subtract or Function.Multiply or Function.Divide or Function.Negate or Function.Abs or Function.ToDouble or Function.Sqrt
                => DoubleSql.Compile(this, call),
            Function.Quantize or Function.Floor or Function.Ceiling => RoundingSql.Compile(this, call),
            Function.Length or Function.Trim or Function.Upper or Function.Lower or Function.Concat or Function.Contains or Function.StartsWith or Function.EndsWith
                or Function.Substring or Function.Replace or Function.ToText or Function.HashBucket => TextSql.Compile(this, call),
            Function.AsUtc or Function.Year or Function.Month or Function.Day or Function.Hour or Function.Minute or Function.Second or Function.IsoDayOfWeek
                or Function.DayOfYear or Function.DateOf or Function.MidnightUtc or Function.AddMicros => TimeSql.Compile(this, call),
            Function.OneHot or Function.NgramBuckets => VectorSql.Compile(this, call),
            _ => throw Unfit(call),
        };
    }
}

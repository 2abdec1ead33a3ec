using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Rules;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Transforms;

/// <summary>Places on the globe: distance and grid cell.</summary>
internal static class GeoMethods
{
    private const double EarthRadiusMetres = 6_371_008.8;
    private const int MostCellsPerDegree = 10_000;

    internal static Expr Translate(Translator translator, CallTerm term) => term.Name == "GridCell"
        ? Cell(translator, term)
        : Haversine(translator, term);

    /// <remarks>d = 2·R·asin(√h) with h = sin²(Δφ/2) + cos φ1 · cos φ2 · sin²(Δλ/2), h at most 1.</remarks>
    private static CallExpr Haversine(Translator translator, CallTerm term)
    {
        TransformMethods.RequireTranscendental(translator, term);
        Expr latitude1 = Degrees(translator, term, 0), longitude1 = Degrees(translator, term, 1);
        Expr latitude2 = Degrees(translator, term, 2), longitude2 = Degrees(translator, term, 3);
        var cosines = Double(Function.Multiply, Double(Function.Cos, Radians(latitude1)), Double(Function.Cos, Radians(latitude2)));
        var h = Double(
            Function.Add,
            SquaredHalfSine(latitude1, latitude2),
            Double(Function.Multiply, cosines, SquaredHalfSine(longitude1, longitude2)));
        var root = Double(Function.Sqrt, h);
        var one = TransformMethods.Real(1);
        var capped = Typing.Call(Function.If, DataType.Double, Typing.Call(Function.Greater, DataType.Bool, root, one), one, root);
        var distance = Double(Function.Multiply, TransformMethods.Real(2 * EarthRadiusMetres), Double(Function.Asin, capped));
        return Where(Both(Within(latitude1, 90), Within(latitude2, 90)), distance);
    }

    /// <remarks>Row ⌊(φ + 90)·n⌋ of 180·n, column ⌊(λ + 180)·n⌋ of 360·n; the north pole is in the last row. Each step is one IEEE operation, the same on every engine.</remarks>
    private static CallExpr Cell(Translator translator, CallTerm term)
    {
        Expr latitude = Degrees(translator, term, 0), longitude = Degrees(translator, term, 1);
        var isKnown = Literals.TryConstant<int>(translator.Scope, term, term.Arguments[2], out var perDegree);
        if (isKnown && perDegree is < 1 or > MostCellsPerDegree)
            throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "has a number of cells a degree outside 1 to 10000. Write one in it.");
        var (rows, columns) = (180L * perDegree, 360L * perDegree);
        var row = Capped(Step(latitude, 90, perDegree), rows, rows - 1);
        var column = Capped(Step(longitude, 180, perDegree), columns, 0);
        var cell = Typing.Call(Function.Add, DataType.Int64, Typing.Call(Function.Multiply, DataType.Int64, row, TransformMethods.Whole(columns)), column);
        return Where(Both(Within(latitude, 90), Within(longitude, 180)), cell);
    }

    private static CallExpr Step(Expr degrees, double offset, int perDegree) => Typing.Call(
        Function.Floor, DataType.Int64, Double(Function.Multiply, Double(Function.Add, degrees, TransformMethods.Real(offset)), TransformMethods.Real(perDegree)));

    private static CallExpr Capped(Expr step, long limit, long instead) => Typing.Call(
        Function.If, DataType.Int64, Typing.Call(Function.GreaterOrEqual, DataType.Bool, step, TransformMethods.Whole(limit)), TransformMethods.Whole(instead), step);

    private static CallExpr SquaredHalfSine(Expr from, Expr to)
    {
        var half = Double(Function.Divide, Double(Function.Subtract, Radians(to), Radians(from)), TransformMethods.Real(2));
        return Double(Function.Multiply, Double(Function.Sin, half), Double(Function.Sin, half));
    }

    private static CallExpr Radians(Expr degrees) => Double(Function.Multiply, degrees, TransformMethods.Real(Math.PI / 180));

    private static CallExpr Within(Expr degrees, double limit) => Typing.Call(
        Function.LessOrEqual, DataType.Bool, Double(Function.Abs, degrees), TransformMethods.Real(limit));

    private static CallExpr Both(Expr left, Expr right) => Typing.Call(Function.And, DataType.Bool, left, right);

    private static CallExpr Where(Expr condition, Expr value) => Typing.Call(Function.If, value.Type, condition, value, new LiteralExpr(Value.Null, value.Type));

    private static CallExpr Double(Function function, params Expr[] arguments) => Typing.Call(function, DataType.Double, arguments);

    private static Expr Degrees(Translator translator, CallTerm term, int argument) => translator.Translate(term.Arguments[argument], DataType.Double);
}

using System.Linq.Expressions;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Transforms;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>The methods that definitions know.</summary>
internal static class Methods
{
    internal static Expr Translate(Translator translator, MethodCallExpression node)
    {
        var owner = node.Method.DeclaringType;
        var translated =
            owner == typeof(FeatureExpressions) ? Markers.Translate(translator, node)
            : owner == typeof(FeatureTransforms) ? TransformMethods.Translate(translator, node)
            : owner == typeof(string) ? Text(translator, node)
            : owner == typeof(Math) ? MathFunction(translator, node)
            : owner == typeof(DateTimeOffset) ? Move(translator, node)
            : null;
        return translated ?? throw translator.Scope.Refuse(node, $"calls {owner?.Name}.{node.Method.Name}, which definitions do not have. {MethodAdvice.For(node)}");
    }

    internal static CallExpr Concat(Translator translator, IEnumerable<Expression> parts) =>
        new(Function.Concat, [.. parts.SelectMany(Flatten).Select(part => AsText(translator, part))], DataType.String);

    private static IEnumerable<Expression> Flatten(Expression part)
    {
        var isOpenSum = part is BinaryExpression { NodeType: ExpressionType.Add } && part.Type == typeof(string) && !Literals.IsClosed(part);
        return isOpenSum && part is BinaryExpression sum ? new[] { sum.Left, sum.Right }.SelectMany(Flatten) : [part];
    }

    private static Expr AsText(Translator translator, Expression part)
    {
        var value = translator.Translate(part);
        if (value.Type.Kind == TypeKind.String) return value;
        if (value is LiteralExpr { Value.IsNull: false } literal && literal.Type.Kind != TypeKind.Double)
            return new LiteralExpr(Value.String(ValueText.Of(literal.Value, literal.Type)), DataType.String);
        return Markers.ToText(translator, part, value);
    }

    private static Expr? Text(Translator translator, MethodCallExpression node)
    {
        var arguments = Arguments(translator, node);
        if (node.Object is null)
        {
            return (node.Method.Name, arguments) switch
            {
                ("Concat", [NewArrayExpression array]) => Concat(translator, array.Expressions),
                ("Concat", { Count: > 1 }) => Concat(translator, arguments),
                ("Equals", [var a, var b]) => Strict(translator, Function.Equal, DataType.Bool, a, b),
                _ => null,
            };
        }

        return (node.Method.Name, arguments) switch
        {
            ("Trim", []) => Strict(translator, Function.Trim, DataType.String, node.Object),
            ("ToUpper" or "ToUpperInvariant", []) => Strict(translator, Function.Upper, DataType.String, node.Object),
            ("ToLower" or "ToLowerInvariant", []) => Strict(translator, Function.Lower, DataType.String, node.Object),
            ("Contains", [var part]) => Strict(translator, Function.Contains, DataType.Bool, node.Object, part),
            ("StartsWith", [var part]) => Strict(translator, Function.StartsWith, DataType.Bool, node.Object, part),
            ("EndsWith", [var part]) => Strict(translator, Function.EndsWith, DataType.Bool, node.Object, part),
            ("Equals", [var other]) => Strict(translator, Function.Equal, DataType.Bool, node.Object, other),
            ("Replace", [var old, var with]) => Strict(translator, Function.Replace, DataType.String, node.Object, old, with),
            ("Substring", [var start]) => Strict(translator, Function.Substring, DataType.String, node.Object, start),
            ("Substring", [var start, var length]) => Strict(translator, Function.Substring, DataType.String, node.Object, start, length),
            _ => null,
        };
    }

    /// <summary>The arguments without a StringComparison, which must be Ordinal.</summary>
    private static List<Expression> Arguments(Translator translator, MethodCallExpression node)
    {
        foreach (var argument in node.Arguments.Where(a => a.Type == typeof(StringComparison)))
        {
            if (!Literals.IsClosed(argument) || Literals.Evaluate(translator.Scope, argument) is not StringComparison.Ordinal)
                throw translator.Scope.Refuse(node, "compares by culture or case. Text is compared by its bytes: use StringComparison.Ordinal, and .ToUpper() to ignore ASCII case.");
        }

        return [.. node.Arguments.Where(a => a.Type != typeof(StringComparison))];
    }

    private static Expr? MathFunction(Translator translator, MethodCallExpression node)
    {
        var arguments = node.Arguments.Select(translator.Translate).ToArray();
        var (function, isTranscendental) = (node.Method.Name, arguments.Length) switch
        {
            ("Abs", 1) => (Function.Abs, false),
            ("Floor", 1) => (Function.Floor, false),
            ("Ceiling", 1) => (Function.Ceiling, false),
            ("Sqrt", 1) => (Function.Sqrt, false),
            ("Log", 1) => (Function.Ln, true),
            ("Exp", 1) => (Function.Exp, true),
            ("Pow", 2) => (Function.Pow, true),
            ("Sin", 1) => (Function.Sin, true),
            ("Cos", 1) => (Function.Cos, true),
            ("Asin", 1) => (Function.Asin, true),
            _ => ((Function?)null, false),
        };
        if (function is not { } known) return null;
        if (isTranscendental && !translator.Scope.AllowsTranscendental)
            throw translator.Scope.Refuse(node, $"calls Math.{node.Method.Name}, whose last bits differ between machines. Compute it in an on-demand view or in the model.");
        if (known == Function.Abs) return Typing.Call(Function.Abs, arguments[0].Type, arguments[0]);
        if (known is Function.Floor or Function.Ceiling)
            return TypeMap.IsDouble(node.Type) ? Typing.ToDouble(Typing.Call(known, DataType.Int64, Typing.ToDouble(arguments[0]))) : null;
        return new CallExpr(known, [.. arguments.Select(Typing.ToDouble)], DataType.Double);
    }

    /// <summary><c>AddDays</c> and the like by a whole number.</summary>
    private static CallExpr? Move(Translator translator, MethodCallExpression node)
    {
        long? unit = node.Method.Name switch
        {
            "AddDays" => 86_400_000_000,
            "AddHours" => 3_600_000_000,
            "AddMinutes" => 60_000_000,
            "AddSeconds" => 1_000_000,
            "AddMilliseconds" => 1_000,
            _ => null,
        };
        if (unit is null || node.Object is not { } instant) return null;
        var count = translator.Translate(node.Arguments[0]) switch
        {
            CallExpr { Function: Function.ToDouble, Arguments: [{ Type.Kind: TypeKind.Int64 } whole] } => whole,
            LiteralExpr { Value.IsNull: false } literal when double.IsInteger(literal.Value.AsDouble) && Math.Abs(literal.Value.AsDouble) < 1E15
                => new LiteralExpr(Value.Int64((long)literal.Value.AsDouble), DataType.Int64),
            _ => throw translator.Scope.Refuse(node, "moves by a number that is not whole. Write .AddMicros(…)."),
        };
        var micros = Typing.Call(Function.Multiply, DataType.Int64, count, new LiteralExpr(Value.Int64(unit.Value), DataType.Int64));
        return Typing.Call(Function.AddMicros, DataType.Timestamp, translator.Translate(instant, DataType.Timestamp), micros);
    }

    private static CallExpr Strict(Translator translator, Function function, DataType type, params ReadOnlySpan<Expression> arguments)
    {
        var translated = new Expr[arguments.Length];
        for (var i = 0; i < translated.Length; i++)
        {
            var isPosition = function == Function.Substring && i > 0;
            translated[i] = translator.Translate(arguments[i], isPosition ? DataType.Int64 : DataType.String);
        }

        return new(function, [.. translated], type);
    }
}

using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Lakehouse.Features.Internal.Authoring;

/// <summary>C# expressions as their author wrote them, near enough to find the place.</summary>
internal static class ExpressionPrinter
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    internal static string Print(Expression node) => node switch
    {
        LambdaExpression lambda => $"{Parameters(lambda)} => {Print(lambda.Body)}",
        ConstantExpression constant => Constant(constant),
        ParameterExpression parameter => parameter.Name ?? "it",
        MemberExpression { Expression: ConstantExpression { Value: not null } closure } member when IsClosure(closure.Type) => member.Member.Name,
        MemberExpression member => $"{(member.Expression is null ? TypeName(member.Member.DeclaringType) : Print(member.Expression))}.{member.Member.Name}",
        BinaryExpression { NodeType: ExpressionType.ArrayIndex } item => $"{Inner(item.Left)}[{Print(item.Right)}]",
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked or ExpressionType.Quote } unary => Print(unary.Operand),
        UnaryExpression { NodeType: ExpressionType.ArrayLength } length => $"{Inner(length.Operand)}.Length",
        UnaryExpression { NodeType: ExpressionType.Not } unary => $"!{Inner(unary.Operand)}",
        UnaryExpression { NodeType: ExpressionType.Negate or ExpressionType.NegateChecked } unary => $"-{Inner(unary.Operand)}",
        BinaryExpression binary => $"{Inner(binary.Left)} {Symbol(binary.NodeType)} {Inner(binary.Right)}",
        ConditionalExpression choice => $"{Inner(choice.Test)} ? {Inner(choice.IfTrue)} : {Inner(choice.IfFalse)}",
        MethodCallExpression { Method.Name: "CreateDelegate", Object: ConstantExpression { Value: MethodInfo method } } => method.Name,
        MethodCallExpression { Method.Name: "get_Chars" or "get_Item", Object: { } list } item => $"{Inner(list)}[{Arguments(item.Arguments)}]",
        MethodCallExpression call => Call(call),
        NewArrayExpression array => $"new[] {{ {Arguments(array.Expressions)} }}",
        NewExpression creation => $"new {creation.Type.Name}({Arguments(creation.Arguments)})",
        MemberInitExpression creation => $"new {creation.Type.Name} {{ … }}",
        _ => node.ToString(),
    };

    private static string Call(MethodCallExpression call)
    {
        var isExtension = call.Method.IsDefined(typeof(ExtensionAttribute), inherit: false);
        var owner = call.Object is { } instance ? Inner(instance) : isExtension ? Inner(call.Arguments[0]) : TypeName(call.Method.DeclaringType);
        var types = call.Method.DeclaringType == typeof(RequestRow) ? $"<{TypeName(call.Type)}>" : "";
        return $"{owner}.{call.Method.Name}{types}({Arguments(call.Arguments.Skip(isExtension ? 1 : 0).SelectMany(Listed))})";

        IEnumerable<Expression> Listed(Expression argument) =>
            argument is NewArrayExpression { NodeType: ExpressionType.NewArrayInit } list && IsParams(argument) ? list.Expressions : [argument];

        bool IsParams(Expression argument) =>
            argument == call.Arguments[^1] && call.Method.GetParameters()[^1].IsDefined(typeof(ParamArrayAttribute), inherit: false);
    }

    private static string Arguments(IEnumerable<Expression> arguments) => string.Join(", ", arguments.Select(Print));

    private static string TypeName(Type? type) => type switch
    {
        null => "",
        _ when Nullable.GetUnderlyingType(type) is { } underlying => TypeName(underlying) + "?",
        _ => Keywords.GetValueOrDefault(type, type.Name),
    };

    private static string Parameters(LambdaExpression lambda) =>
        lambda.Parameters is [var only] ? only.Name ?? "it" : $"({string.Join(", ", lambda.Parameters.Select(p => p.Name))})";

    private static string Constant(ConstantExpression constant) => constant.Value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        char unit => $"'{unit}'",
        Enum choice => $"{choice.GetType().Name}.{choice}",
        bool flag => flag ? "true" : "false",
        var value when IsClosure(value.GetType()) => "captured",
        var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
    };

    private static bool IsClosure(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static string Inner(Expression node)
    {
        while (node is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } convert) node = convert.Operand;
        return node is BinaryExpression or ConditionalExpression ? $"({Print(node)})" : Print(node);
    }

    private static string Symbol(ExpressionType type) => type switch
    {
        ExpressionType.Add or ExpressionType.AddChecked => "+",
        ExpressionType.Subtract or ExpressionType.SubtractChecked => "-",
        ExpressionType.Multiply or ExpressionType.MultiplyChecked => "*",
        ExpressionType.Divide => "/",
        ExpressionType.Modulo => "%",
        ExpressionType.Equal => "==",
        ExpressionType.NotEqual => "!=",
        ExpressionType.LessThan => "<",
        ExpressionType.LessThanOrEqual => "<=",
        ExpressionType.GreaterThan => ">",
        ExpressionType.GreaterThanOrEqual => ">=",
        ExpressionType.AndAlso => "&&",
        ExpressionType.OrElse => "||",
        ExpressionType.And => "&",
        ExpressionType.ExclusiveOr => "^",
        ExpressionType.LeftShift => "<<",
        ExpressionType.RightShift => ">>",
        ExpressionType.Or => "|",
        ExpressionType.Coalesce => "??",
        _ => type.ToString(),
    };
}

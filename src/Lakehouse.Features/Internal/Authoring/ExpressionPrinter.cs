using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Lakehouse.Features.Internal.Authoring;

/// <summary>C# expressions as their author wrote them, near enough to find the place.</summary>
internal static class ExpressionPrinter
{
    internal static string Print(Expression node) => node switch
    {
        LambdaExpression lambda => $"{Parameters(lambda)} => {Print(lambda.Body)}",
        ConstantExpression constant => Constant(constant),
        ParameterExpression parameter => parameter.Name ?? "it",
        MemberExpression { Expression: ConstantExpression { Value: not null } closure } member when IsClosure(closure.Type) => member.Member.Name,
        MemberExpression member => $"{(member.Expression is null ? member.Member.DeclaringType?.Name : Print(member.Expression))}.{member.Member.Name}",
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked or ExpressionType.Quote } unary => Print(unary.Operand),
        UnaryExpression { NodeType: ExpressionType.Not } unary => $"!{Inner(unary.Operand)}",
        UnaryExpression { NodeType: ExpressionType.Negate or ExpressionType.NegateChecked } unary => $"-{Inner(unary.Operand)}",
        BinaryExpression binary => $"{Inner(binary.Left)} {Symbol(binary.NodeType)} {Inner(binary.Right)}",
        ConditionalExpression choice => $"{Inner(choice.Test)} ? {Inner(choice.IfTrue)} : {Inner(choice.IfFalse)}",
        MethodCallExpression call => Call(call),
        NewExpression creation => $"new {creation.Type.Name}({string.Join(", ", creation.Arguments.Select(Print))})",
        MemberInitExpression creation => $"new {creation.Type.Name} {{ … }}",
        _ => node.ToString(),
    };

    private static string Call(MethodCallExpression call)
    {
        var isExtension = call.Method.IsDefined(typeof(ExtensionAttribute), inherit: false);
        var owner = call.Object is { } instance ? Inner(instance) : isExtension ? Inner(call.Arguments[0]) : call.Method.DeclaringType?.Name;
        return $"{owner}.{call.Method.Name}({string.Join(", ", call.Arguments.Skip(isExtension ? 1 : 0).Select(Print))})";
    }

    private static string Parameters(LambdaExpression lambda) =>
        lambda.Parameters is [var only] ? only.Name ?? "it" : $"({string.Join(", ", lambda.Parameters.Select(p => p.Name))})";

    private static string Constant(ConstantExpression constant) => constant.Value switch
    {
        null => "null",
        string text => $"\"{text}\"",
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
        ExpressionType.Or => "|",
        ExpressionType.Coalesce => "??",
        _ => type.ToString(),
    };
}

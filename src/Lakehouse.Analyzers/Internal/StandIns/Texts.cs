using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal;

/// <summary>Text of expressions, which the analyzer does not show: it shows the source.</summary>
internal static class ExprText
{
    internal static string Of(Expr expression) => expression.Type.ToString();
}

/// <summary>Text of constants; only whether there is one matters here.</summary>
internal static class ValueText
{
    internal static string Of(Value value, DataType type) => type.Kind == TypeKind.String ? value.AsString : $"{value.Content}";
}

using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Authoring;

/// <summary>Reads compiled lambdas as terms.</summary>
internal static class TermReader
{
    /// <summary>The body of a lambda.</summary>
    internal static Term Body(LambdaExpression lambda) => Read(lambda.Body);

    /// <summary>A term as its author wrote it.</summary>
    internal static string Print(Term term) => ExpressionPrinter.Print((Expression)term.Origin);

    private static Term Read(Expression node)
    {
        var type = ClrTypes.Of(node.Type);
        if (node is UnaryExpression { NodeType: ExpressionType.Quote } quote) return Read(quote.Operand);
        if (node is LambdaExpression lambda) return new LambdaTerm(type, node, Read(lambda.Body));
        if (ConstantParts.IsClosed(node)) return ConstantParts.Read(node, type);
        if (node is NewArrayExpression array) return new ListTerm(type, node, All(array.Expressions));
        return node switch
        {
            UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } cast => new ConversionTerm(type, node, Read(cast.Operand)),
            UnaryExpression { NodeType: ExpressionType.ArrayLength } length => new MemberTerm(type, node, Read(length.Operand), ClrTypes.Of(typeof(Array)), "Length"),
            BinaryExpression { NodeType: ExpressionType.ArrayIndex } item => new OtherTerm(type, node, "an element of a list"),
            UnaryExpression unary => new UnaryTerm(type, node, OperatorOf(unary.NodeType), Read(unary.Operand)),
            BinaryExpression binary => new BinaryTerm(type, node, OperatorOf(binary.NodeType), Read(binary.Left), Read(binary.Right)),
            ConditionalExpression choice => new ConditionalTerm(type, node, Read(choice.Test), Read(choice.IfTrue), Read(choice.IfFalse)),
            MemberExpression member => new MemberTerm(type, node, member.Expression is { } owner ? Read(owner) : null, Declaring(member.Member), member.Member.Name),
            MethodCallExpression call => new CallTerm(type, node, call.Object is { } owner ? Read(owner) : null, Declaring(call.Method), call.Method.Name, All(call.Arguments)),
            NewExpression creation => new NewTerm(type, node, Assigned(creation, [])),
            MemberInitExpression creation => new NewTerm(type, node, Assigned(creation.NewExpression, creation.Bindings)),
            ParameterExpression => new ParameterTerm(type, node),
            _ => new OtherTerm(type, node, node.NodeType.ToString()),
        };
    }

    private static ImmutableArray<Term> All(IEnumerable<Expression> nodes) => [.. nodes.Select(Read)];

    private static ClrType Declaring(MemberInfo member) => member.DeclaringType switch
    {
        null => default,
        var type when Nullable.GetUnderlyingType(type) is not null => new("System.Nullable"),
        var type => ClrTypes.Of(type),
    };

    private static Dictionary<string, Term> Assigned(NewExpression creation, IEnumerable<MemberBinding> bindings)
    {
        var assigned = new Dictionary<string, Term>(StringComparer.Ordinal);
        var parameters = creation.Constructor?.GetParameters() ?? [];
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Name is { } name) assigned[name] = Read(creation.Arguments[i]);
        }

        foreach (var binding in bindings.OfType<MemberAssignment>()) assigned[binding.Member.Name] = Read(binding.Expression);
        return assigned;
    }

    private static Operator OperatorOf(ExpressionType type) => type switch
    {
        ExpressionType.And or ExpressionType.AndAlso => Operator.And,
        ExpressionType.Or or ExpressionType.OrElse => Operator.Or,
        ExpressionType.Not => Operator.Not,
        ExpressionType.Negate or ExpressionType.NegateChecked => Operator.Negate,
        ExpressionType.Equal => Operator.Equal,
        ExpressionType.NotEqual => Operator.NotEqual,
        ExpressionType.LessThan => Operator.Less,
        ExpressionType.LessThanOrEqual => Operator.LessOrEqual,
        ExpressionType.GreaterThan => Operator.Greater,
        ExpressionType.GreaterThanOrEqual => Operator.GreaterOrEqual,
        ExpressionType.Coalesce => Operator.Coalesce,
        ExpressionType.Add or ExpressionType.AddChecked => Operator.Add,
        ExpressionType.Subtract or ExpressionType.SubtractChecked => Operator.Subtract,
        ExpressionType.Multiply or ExpressionType.MultiplyChecked => Operator.Multiply,
        ExpressionType.Divide => Operator.Divide,
        ExpressionType.Modulo => Operator.Remainder,
        _ => Operator.Other,
    };
}

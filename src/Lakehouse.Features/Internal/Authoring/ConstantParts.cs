using System.Linq.Expressions;
using System.Reflection;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Rules;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Authoring;

/// <summary>Parts of a lambda that do not depend on its row: evaluated once, when the definition is built.</summary>
internal static class ConstantParts
{
    /// <summary>True for a part without parameters and without words that only definitions know.</summary>
    internal static bool IsClosed(Expression node)
    {
        var search = new OpenPartSearch();
        search.Visit(node);
        return !search.Found;
    }

    internal static ConstantTerm Read(Expression node, ClrType type)
    {
        var warnings = new WarningSearch();
        warnings.Visit(node);
        return new(type, node, (scope, term) => Evaluate(scope, term, node))
        {
            IsNullLiteral = IsNullLiteral(node),
            UnstableMember = warnings.Unstable,
            ReadsLocalTime = warnings.LocalTime,
        };
    }

    private static bool IsNullLiteral(Expression node)
    {
        while (node is UnaryExpression { NodeType: ExpressionType.Convert } conversion) node = conversion.Operand;
        return node is ConstantExpression { Value: null } or DefaultExpression { Type.IsValueType: false };
    }

    private static object? Evaluate(TranslationScope scope, ConstantTerm term, Expression node)
    {
        object? value;
        try
        {
            value = Expression.Lambda(node).Compile(preferInterpretation: true).DynamicInvoke();
        }
        catch (TargetInvocationException e)
        {
            throw scope.Refuse(Rule.ConstantNeeded, term, $"cannot be evaluated when the definition is built ({e.InnerException?.Message}). Write a constant.");
        }

        return value switch
        {
            DateTimeOffset instant => new LiteralExpr(Value.Int64(Micros(scope, term, instant.UtcTicks)), DataType.Timestamp),
            DateTime time => new LiteralExpr(Value.Int64(Micros(scope, term, time.Ticks)), DataType.TimestampNtz),
            DateOnly date => new LiteralExpr(Value.Int64(date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber), DataType.Date),
            byte[] bytes => new LiteralExpr(Value.Binary(bytes), DataType.Binary),
            _ => value,
        };
    }

    private static long Micros(TranslationScope scope, ConstantTerm term, long ticks)
    {
        var sinceEpoch = ticks - DateTime.UnixEpoch.Ticks;
        return sinceEpoch % TimeSpan.TicksPerMicrosecond == 0 ? sinceEpoch / TimeSpan.TicksPerMicrosecond
            : throw scope.Refuse(Rule.TypeMismatch, term, "is finer than a microsecond. Cut it to whole microseconds.");
    }

    private sealed class OpenPartSearch : ExpressionVisitor
    {
        internal bool Found { get; private set; }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            Found = true;
            return node;
        }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            Found |= node.Method.DeclaringType == typeof(FeatureExpressions) || node.Method.DeclaringType == typeof(FeatureTransforms);
            return base.VisitMethodCall(node);
        }
    }

    private sealed class WarningSearch : ExpressionVisitor
    {
        internal string? Unstable { get; private set; }

        internal bool LocalTime { get; private set; }

        protected override Expression VisitUnary(UnaryExpression node)
        {
            LocalTime |= ClrTypes.Of(node.Operand.Type).Is(ClrType.DateTime) && ClrTypes.Of(node.Type).Is(ClrType.DateTimeOffset);
            return base.VisitUnary(node);
        }

        protected override Expression VisitNew(NewExpression node)
        {
            LocalTime |= node.Type == typeof(DateTimeOffset) && node.Arguments is [{ } only] && only.Type == typeof(DateTime);
            if (node.Type == typeof(Random)) Unstable = nameof(Random);
            return base.VisitNew(node);
        }

        protected override Expression VisitMember(MemberExpression node)
        {
            Check(node.Member, isStatic: node.Expression is null);
            return base.VisitMember(node);
        }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            Check(node.Method, isStatic: node.Object is null);
            return base.VisitMethodCall(node);
        }

        private void Check(MemberInfo member, bool isStatic)
        {
            if (isStatic && Literals.IsUnstable(member.Name)) Unstable = $"{member.DeclaringType?.Name}.{member.Name}";
        }
    }
}

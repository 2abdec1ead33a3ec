using System.Linq.Expressions;
using System.Reflection;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>Parts of a lambda that do not depend on its row: evaluated once, when the definition is built.</summary>
internal static class Literals
{
    private static readonly HashSet<string> Unstable = ["Now", "UtcNow", "Today", "NewGuid", "Random", "Shared", "TickCount", "TickCount64"];

    /// <summary>True for a part without parameters and without words that only definitions know.</summary>
    internal static bool IsClosed(Expression node)
    {
        var search = new OpenPartSearch();
        search.Visit(node);
        return !search.Found;
    }

    internal static object? Evaluate(TranslationScope scope, Expression node)
    {
        try
        {
            return Expression.Lambda(node).Compile(preferInterpretation: true).DynamicInvoke();
        }
        catch (TargetInvocationException e)
        {
            throw scope.Refuse(node, $"cannot be evaluated when the definition is built: {e.InnerException?.Message}");
        }
    }

    internal static Expr Literal(TranslationScope scope, Expression node)
    {
        if (new UnstableMember().In(node) is { } member)
            throw scope.Refuse(node, $"reads {member}, which gives another value at every build; hand the value in by the request or as an event's column.");
        if (new LocalTime().In(node))
            throw scope.Refuse(node, "makes an instant of a time without a zone, which C# takes as local to the machine. Write new DateTimeOffset(…, TimeSpan.Zero).");
        return Of(scope, node, Evaluate(scope, node));
    }

    private static LiteralExpr Of(TranslationScope scope, Expression node, object? value) => value switch
    {
        null => new(Value.Null, NullType(node.Type)),
        bool flag => new(Value.Bool(flag), DataType.Bool),
        string text => new(Value.String(text), DataType.String),
        char unit => new(Value.String(unit.ToString()), DataType.String),
        sbyte or byte or short or ushort or int or uint or long => new(Value.Int64(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)), DataType.Int64),
        float number => new(Value.Double(number), DataType.Double),
        double number => new(Value.Double(number), DataType.Double),
        decimal number => Decimal(scope, node, number),
        DateTimeOffset instant => new(Value.Int64(Micros(scope, node, instant.UtcTicks)), DataType.Timestamp),
        DateTime time => new(Value.Int64(Micros(scope, node, time.Ticks)), DataType.TimestampNtz),
        DateOnly date => new(Value.Int64(date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber), DataType.Date),
        byte[] bytes => new(Value.Binary(bytes), DataType.Binary),
        _ => throw scope.Refuse(node, $"is a constant of type {value.GetType().Name}, which no column has."),
    };

    private static DataType NullType(Type type) =>
        TypeMap.Underlying(type) == typeof(decimal) ? DataType.Decimal(18, 0) : TypeMap.IsScalar(type) ? TypeMap.Of(type, digits: null, "NULL") : DataType.String;

    private static LiteralExpr Decimal(TranslationScope scope, Expression node, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var unscaled = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        if (value.Scale > 18 || unscaled >= 1_000_000_000_000_000_000) throw scope.Refuse(node, "has more than 18 digits.");
        return new(Value.Int64(value < 0 ? -(long)unscaled : (long)unscaled), DataType.Decimal(18, value.Scale));
    }

    private static long Micros(TranslationScope scope, Expression node, long ticks)
    {
        var sinceEpoch = ticks - DateTime.UnixEpoch.Ticks;
        return sinceEpoch % TimeSpan.TicksPerMicrosecond == 0 ? sinceEpoch / TimeSpan.TicksPerMicrosecond : throw scope.Refuse(node, "is finer than a microsecond.");
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

    private sealed class LocalTime : ExpressionVisitor
    {
        private bool found;

        internal bool In(Expression node)
        {
            Visit(node);
            return found;
        }

        protected override Expression VisitUnary(UnaryExpression node)
        {
            found |= TypeMap.Underlying(node.Operand.Type) == typeof(DateTime) && TypeMap.Underlying(node.Type) == typeof(DateTimeOffset);
            return base.VisitUnary(node);
        }

        protected override Expression VisitNew(NewExpression node)
        {
            found |= node.Type == typeof(DateTimeOffset) && node.Arguments is [{ } only] && only.Type == typeof(DateTime);
            return base.VisitNew(node);
        }
    }

    private sealed class UnstableMember : ExpressionVisitor
    {
        private string? found;

        internal string? In(Expression node)
        {
            Visit(node);
            return found;
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
            if (isStatic && Unstable.Contains(member.Name)) found = $"{member.DeclaringType?.Name}.{member.Name}";
        }
    }
}

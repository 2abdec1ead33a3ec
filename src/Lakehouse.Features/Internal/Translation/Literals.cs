using System.Globalization;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>Constants of definitions.</summary>
internal static class Literals
{
    private static readonly HashSet<string> Unstable = new(StringComparer.Ordinal)
    {
        "Now", "UtcNow", "Today", "NewGuid", "CreateVersion7", "Random", "Shared", "TickCount", "TickCount64", "GetTimestamp",
    };

    /// <summary>True for static members that give another value at every build.</summary>
    internal static bool IsUnstable(string member) => Unstable.Contains(member);

    /// <summary>False for a constant whose value source text does not show.</summary>
    internal static bool IsKnown(Term term) => term is not ConstantTerm { IsKnown: false };

    internal static Expr Literal(TranslationScope scope, ConstantTerm term)
    {
        CheckStable(scope, term);
        if (!term.IsKnown) return Placeholder(scope, term);
        return Of(scope, term, term.Evaluate(scope));
    }

    /// <summary>The literal for a value that a constant gave.</summary>
    internal static LiteralExpr Of(TranslationScope scope, ConstantTerm term, object? value) => value switch
    {
        null => new LiteralExpr(Value.Null, NullType(term.Type)),
        bool flag => new LiteralExpr(Value.Bool(flag), DataType.Bool),
        string text => new LiteralExpr(Value.String(text), DataType.String),
        char unit => new LiteralExpr(Value.String(unit.ToString()), DataType.String),
        sbyte or byte or short or ushort or int or uint or long => new LiteralExpr(Value.Int64(Convert.ToInt64(value, CultureInfo.InvariantCulture)), DataType.Int64),
        float number => new LiteralExpr(Value.Double(number), DataType.Double),
        double number => new LiteralExpr(Value.Double(number), DataType.Double),
        decimal number => Decimal(scope, term, number),
        LiteralExpr other => other,
        _ => throw NoColumn(scope, term),
    };

    /// <summary>The value of an argument that must be a constant; false where source text does not show it.</summary>
    /// <exception cref="DefinitionException">It is no constant of that type.</exception>
    internal static bool TryConstant<T>(TranslationScope scope, Term whole, Term argument, out T value)
    {
        value = default!;
        if (argument is not ConstantTerm constant) throw scope.Refuse(Rule.ConstantNeeded, whole, $"needs a constant at `{scope.Print(argument)}`.");
        CheckStable(scope, constant);
        if (!constant.IsKnown) return false;
        if (constant.Evaluate(scope) is not T found) throw scope.Refuse(Rule.ConstantNeeded, whole, $"needs a constant at `{scope.Print(argument)}`.");
        value = found;
        return true;
    }

    private static void CheckStable(TranslationScope scope, ConstantTerm term)
    {
        if (term.UnstableMember is { } member)
            throw scope.Refuse(Rule.UnstableValue, term, $"reads {member}, which gives another value at every build; hand the value in by the request or as an event's column.");
        if (term.ReadsLocalTime)
            throw scope.Refuse(
                Rule.UnstableValue, term, "makes an instant of a time without a zone, which C# takes as local to the machine. Write new DateTimeOffset(…, TimeSpan.Zero).");
    }

    /// <summary>A value of the right type where only the type is known; decimals have the fewest digits, so that nothing is refused wrongly.</summary>
    private static LiteralExpr Placeholder(TranslationScope scope, ConstantTerm term)
    {
        var type = term.Type.Is(ClrType.Decimal) ? DataType.Decimal(18, 0) : term.Type.Is(ClrType.Char) ? DataType.String : TypeMap.Find(term.Type);
        return type is not { Kind: not TypeKind.DoubleList } known ? throw NoColumn(scope, term)
            : new(known.Kind is TypeKind.String or TypeKind.Binary ? Value.String("") : Value.Int64(0), known);
    }

    private static DefinitionException NoColumn(TranslationScope scope, ConstantTerm term) =>
        scope.Refuse(Rule.TypeMismatch, term, $"is a constant of type {term.Type.Simple}, which no column has. Write a bool, number, text, DateTimeOffset or DateOnly.");

    private static DataType NullType(ClrType type) => type.Is(ClrType.Decimal) ? DataType.Decimal(18, 0) : TypeMap.Find(type) ?? DataType.String;

    private static LiteralExpr Decimal(TranslationScope scope, ConstantTerm term, decimal value)
    {
        var bits = decimal.GetBits(value);
        var scale = (bits[3] >> 16) & 0xFF;
        var unscaled = ((ulong)(uint)bits[1] << 32) | (uint)bits[0];
        if (scale > 18 || bits[2] != 0 || unscaled >= 1_000_000_000_000_000_000)
            throw scope.Refuse(Rule.TypeMismatch, term, "has more than the 18 digits that a decimal holds. Write fewer.");
        return new(Value.Int64(value < 0 ? -(long)unscaled : (long)unscaled), DataType.Decimal(18, scale));
    }
}

using System.Collections.Immutable;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>A part of a definition's lambda, read from a compiled lambda (apply) or from source text (the analyzer).</summary>
/// <param name="Type">Its C# type.</param>
/// <param name="Origin">What it was read from, for messages and places.</param>
internal abstract record Term(ClrType Type, object Origin);

/// <summary>A part without parameters and without words that only definitions know: evaluated once, when the definition is built.</summary>
/// <param name="Type">Its C# type.</param>
/// <param name="Origin">What it was read from.</param>
/// <param name="Source">Its value; times, days and bytes as a <see cref="Lakehouse.Features.Expressions.LiteralExpr"/>.</param>
internal sealed record ConstantTerm(ClrType Type, object Origin, Func<TranslationScope, ConstantTerm, object?> Source) : Term(Type, Origin)
{
    internal object? Evaluate(TranslationScope scope) => Source(scope, this);

    /// <summary>False where source text does not show the value; what depends on it is then left to apply.</summary>
    internal bool IsKnown { get; init; } = true;

    /// <summary>True for the literal <c>null</c>, which alone means IS NULL.</summary>
    internal bool IsNullLiteral { get; init; }

    /// <summary>A member in it that gives another value at every build, or null.</summary>
    internal string? UnstableMember { get; init; }

    /// <summary>True where it makes an instant of a time without a zone.</summary>
    internal bool ReadsLocalTime { get; init; }
}

/// <summary>A lambda's parameter.</summary>
internal sealed record ParameterTerm(ClrType Type, object Origin) : Term(Type, Origin);

/// <summary>A property or field.</summary>
internal sealed record MemberTerm(ClrType Type, object Origin, Term? Owner, ClrType DeclaringType, string Name) : Term(Type, Origin);

/// <summary>A method call; the receiver of an extension method is its first argument.</summary>
internal sealed record CallTerm(ClrType Type, object Origin, Term? Instance, ClrType DeclaringType, string Name, ImmutableArray<Term> Arguments) : Term(Type, Origin);

/// <summary>An operator of one operand.</summary>
internal sealed record UnaryTerm(ClrType Type, object Origin, Operator Operator, Term Operand) : Term(Type, Origin);

/// <summary>An operator of two operands.</summary>
internal sealed record BinaryTerm(ClrType Type, object Origin, Operator Operator, Term Left, Term Right) : Term(Type, Origin);

/// <summary>A cast, written or implied.</summary>
internal sealed record ConversionTerm(ClrType Type, object Origin, Term Operand) : Term(Type, Origin);

/// <summary><c>?:</c>.</summary>
internal sealed record ConditionalTerm(ClrType Type, object Origin, Term Test, Term IfTrue, Term IfFalse) : Term(Type, Origin);

/// <summary>A lambda inside a lambda.</summary>
internal sealed record LambdaTerm(ClrType Type, object Origin, Term Body) : Term(Type, Origin);

/// <summary>A new record: what each property gets, by its name.</summary>
internal sealed record NewTerm(ClrType Type, object Origin, IReadOnlyDictionary<string, Term> Assigned) : Term(Type, Origin);

/// <summary>The elements of an array that carries arguments.</summary>
internal sealed record ListTerm(ClrType Type, object Origin, ImmutableArray<Term> Items) : Term(Type, Origin);

/// <summary>Anything else.</summary>
/// <param name="Type">Its C# type.</param>
/// <param name="Origin">What it was read from.</param>
/// <param name="Kind">What it is, for messages.</param>
internal sealed record OtherTerm(ClrType Type, object Origin, string Kind) : Term(Type, Origin);

/// <summary>The operators of C# that lambdas may hold.</summary>
internal enum Operator
{
    Other,
    And,
    Or,
    Not,
    Negate,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Coalesce,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>What the parameters of a lambda mean, and what may stand in it.</summary>
/// <param name="Place">The definition and the part of it, for messages.</param>
/// <param name="Print">A term as its author wrote it.</param>
/// <param name="Resolve">The column or aggregate that a member access or call on a parameter stands for; null where it stands for none.</param>
internal sealed record TranslationScope(string Place, Func<Term, string> Print, Func<Translator, Term, Expr?> Resolve)
{
    /// <summary>Request-time features may use functions whose last bit differs between C libraries.</summary>
    internal bool AllowsTranscendental { get; init; }

    /// <summary>Between window features <c>/</c> is double division.</summary>
    internal bool DividesAsDouble { get; init; }

    internal DefinitionException Refuse(Rule rule, Term term, string reason) => new(rule, $"{Place}: `{Print(term)}` {reason}") { Part = term };
}

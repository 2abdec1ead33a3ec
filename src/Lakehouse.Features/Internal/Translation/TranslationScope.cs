using System.Linq.Expressions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>What the parameters of a lambda mean, and what may stand in it.</summary>
/// <param name="Place">The definition and the part of it, for messages.</param>
/// <param name="Resolve">The column or aggregate that a member access or call on a parameter stands for; null where it stands for none.</param>
internal sealed record TranslationScope(string Place, Func<Translator, Expression, Expr?> Resolve)
{
    /// <summary>Request-time features may use functions whose last bit differs between C libraries.</summary>
    internal bool AllowsTranscendental { get; init; }

    /// <summary>Between window features <c>/</c> is double division.</summary>
    internal bool DividesAsDouble { get; init; }

    internal DefinitionException Refuse(Expression node, string reason) => new($"{Place}: `{ExpressionPrinter.Print(node)}` {reason}");
}

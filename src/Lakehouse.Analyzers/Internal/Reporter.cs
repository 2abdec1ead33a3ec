using Lakehouse.Features;
using Lakehouse.Features.Internal.Translation;
using Microsoft.CodeAnalysis;

namespace Lakehouse.Analyzers.Internal;

/// <summary>Runs the rules of the language and reports a refusal where its author wrote what is refused.</summary>
internal sealed class Reporter(Action<Diagnostic> report)
{
    /// <summary>Runs a rule; a refusal of a term is reported at the term, any other at <paramref name="elsewhere"/>.</summary>
    internal bool Try(SyntaxNode elsewhere, Action rule)
    {
        try
        {
            rule();
            return true;
        }
        catch (DefinitionException refusal)
        {
            var place = refusal.Part is Term { Origin: IOperation origin } ? origin.Syntax : elsewhere;
            Report(refusal, place.GetLocation());
            return false;
        }
    }

    internal void Report(DefinitionException refusal, Location place) => report(Diagnostic.Create(Descriptors.For(refusal.Rule), place, refusal.Message));
}

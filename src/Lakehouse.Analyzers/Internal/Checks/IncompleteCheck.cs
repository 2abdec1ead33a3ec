using Lakehouse.Analyzers.Internal.Reading;
using Lakehouse.Features;
using Lakehouse.Features.Internal.Rules;
using Microsoft.CodeAnalysis.Operations;

namespace Lakehouse.Analyzers.Internal.Checks;

/// <summary>Declarations that nothing adds to and that lack something.</summary>
internal static class IncompleteCheck
{
    internal static void Run(IReadOnlyList<IInvocationOperation> chain, Reporter reporter)
    {
        var declaration = chain[0];
        var what = $"{Chain.Constant<string>(declaration, "name")}@{Chain.Number<int>(declaration, "version")}";
        var lacks = declaration.TargetMethod.Name switch
        {
            "WindowView" when !Has(chain, "Over") => $"Feature view {what} has no window; add .Over(Window.Hours(24)) or the like.",
            "WindowView" or "StateView" or "OnDemand" when !Has(chain, "Feature") => $"Feature view {what} has no features; add .Feature(\"name\", …).",
            "Set" when !Has(chain, "With") => $"Feature set {what} names no view; add .With(view).",
            _ => null,
        };
        if (lacks is not null) reporter.Try(declaration.Syntax, () => throw new DefinitionException(Rule.Incomplete, lacks));
    }

    private static bool Has(IReadOnlyList<IInvocationOperation> chain, string method) => chain.Any(c => c.TargetMethod.Name == method);
}

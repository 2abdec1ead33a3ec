using Lakehouse.Analyzers.Internal.Reading;
using Lakehouse.Features;
using Lakehouse.Features.Internal.Rules;
using Microsoft.CodeAnalysis.Operations;

namespace Lakehouse.Analyzers.Internal.Checks;

/// <summary>Two declarations of one name in one block of statements, which both run.</summary>
internal static class DuplicateCheck
{
    internal static void Run(IInvocationOperation call, Reporter reporter)
    {
        if (Identity(call) is not { } identity || Block(call) is not { } block) return;
        var receiver = call.Instance?.Syntax.ToString();
        var isTwice = block.Descendants().OfType<IInvocationOperation>().Any(other =>
            other.Syntax.Span.End < call.Syntax.Span.End && other.TargetMethod.ContainingType.Name == "ProjectBuilder" && Identity(other) == identity
            && other.Instance?.Syntax.ToString() == receiver && Block(other) == block);
        if (isTwice) reporter.Try((Chain.Argument(call, "name") ?? call).Syntax, () => throw new DefinitionException(Rule.DuplicateName, identity));
    }

    /// <summary>What apply says when there are two of it; null where source text does not show the name.</summary>
    private static string? Identity(IInvocationOperation call)
    {
        var name = Chain.Constant<string>(call, "name");
        var version = Chain.Number<int>(call, "version");
        return call.TargetMethod.Name switch
        {
            "Entity" when name is not null => $"The project: two entities have the name '{name}'; rename one.",
            "Source" when name is not null => $"The project: two sources have the name '{name}'; rename one.",
            "WindowView" or "StateView" or "OnDemand" when name is not null && version is not null => $"Two feature views are {name}@{version}; give one another version or name.",
            "Set" when name is not null && version is not null => $"Two feature sets are {name}@{version}; give one another version or name.",
            "Conform" when SymbolRecords.ContractOf(call.TargetMethod.TypeArguments[1]) is { } contract =>
                $"Two contracts are {contract.Name}@{contract.Version}; give one another version or name.",
            _ => null,
        };
    }

    private static IBlockOperation? Block(IInvocationOperation call)
    {
        var parent = call.Parent;
        while (parent is not (null or IBlockOperation)) parent = parent.Parent;
        return parent as IBlockOperation;
    }
}

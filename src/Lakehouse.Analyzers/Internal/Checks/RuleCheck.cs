using Lakehouse.Analyzers.Internal.Reading;
using Lakehouse.Features;
using Lakehouse.Features.Internal.Rules;
using Lakehouse.Features.Internal.Translation;
using Microsoft.CodeAnalysis.Operations;

namespace Lakehouse.Analyzers.Internal.Checks;

/// <summary>Rules of contracts: Require, Warn and Delete.</summary>
internal static class RuleCheck
{
    internal static void Run(IInvocationOperation call, Reporter reporter)
    {
        var isDelete = call.TargetMethod.Name == "Delete";
        var name = isDelete ? "delete" : Chain.Constant<string>(call, "name");
        if (name is not null && !CheckName(call, name, reporter)) return;
        if (Chain.Argument(call, "condition") is not { } condition || OperationReader.Body(condition) is not { } body) return;
        var types = call.TargetMethod.ContainingType.TypeArguments;
        var place = $"Contract {SymbolRecords.ContractOf(types[1])?.Name}, rule '{name}'";
        if ((isDelete ? Scopes.OfRaw(types[0], place) : Scopes.OfContract(types[1], place)) is { } scope)
            reporter.Try(condition.Syntax, () => new Translator(scope).Translate(body, Lakehouse.Features.DataType.Bool));
    }

    private static bool CheckName(IInvocationOperation call, string name, Reporter reporter)
    {
        var place = (Chain.Argument(call, "name") ?? call).Syntax;
        if (string.IsNullOrWhiteSpace(name))
            return reporter.Try(place, () => throw new DefinitionException(Rule.Name, "A rule has no name; quarantine shows it, so say what must hold."));
        var earlier = Chain.Of(call.Instance).Skip(1).Select(c => c.TargetMethod.Name == "Delete" ? "delete" : Chain.Constant<string>(c, "name"));
        return !earlier.Contains(name) || reporter.Try(place, () => throw new DefinitionException(Rule.DuplicateName, $"Two rules have the name '{name}'; rename one."));
    }
}

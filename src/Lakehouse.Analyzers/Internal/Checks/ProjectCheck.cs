using Lakehouse.Analyzers.Internal.Reading;
using Lakehouse.Features;
using Lakehouse.Features.Internal.Rules;
using Lakehouse.Features.Internal.Translation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Lakehouse.Analyzers.Internal.Checks;

/// <summary>What a project declares: entities, sources, contracts, views, requests and sets.</summary>
internal static class ProjectCheck
{
    internal static void Run(IInvocationOperation call, Reporter reporter)
    {
        DuplicateCheck.Run(call, reporter);
        switch (call.TargetMethod.Name)
        {
            case "Entity": CheckEntity(call, reporter); break;
            case "Source": CheckSource(call, reporter); break;
            case "Conform": CheckMapping(call, reporter); break;
            case "WindowView": CheckView(call, reporter, "A window view"); break;
            case "StateView": CheckView(call, reporter, "A state view"); break;
            case "OnDemand": CheckId(call, reporter, "An on-demand view"); break;
            case "Set": CheckId(call, reporter, "A feature set"); break;
            case "Request" when Chain.Constant<string>(call, "name") is { } name: reporter.Try(At(call, "name"), () => Names.RequireSnake(name, "A request")); break;
        }

        if (call.TargetMethod.Name is "WindowView" or "StateView" or "OnDemand" or "Set" && Chain.EndsHere(call)) IncompleteCheck.Run([call], reporter);
    }

    /// <summary>The entity that an expression stands for; null where its declaration is not visible or refused.</summary>
    internal static EntityRules? Entity(IOperation? operation, ITypeSymbol keyType)
    {
        var name = Chain.Of(operation) is [{ TargetMethod.Name: "Entity" } declaration] ? Chain.Constant<string>(declaration, "name") : null;
        var type = SymbolTypes.Of(keyType);
        var record = EntityRules.IsScalar(type) ? null : Scopes.Shape(() => SymbolRecords.Snake(keyType, "Entity"));
        return record is null && !EntityRules.IsScalar(type) ? null : new(name ?? "key", type, record);
    }

    private static void CheckEntity(IInvocationOperation call, Reporter reporter)
    {
        var name = Chain.Constant<string>(call, "name");
        if (name is not null && !reporter.Try(At(call, "name"), () => RequireEntityName(name, call.TargetMethod.TypeArguments[0]))) return;
        var key = call.TargetMethod.TypeArguments[0];
        var place = $"Entity {name}";
        reporter.Try(TypeArgument(call), () =>
        {
            var type = SymbolTypes.Of(key);
            new EntityRules(name ?? "key", type, EntityRules.IsScalar(type) ? null : SymbolRecords.Snake(key, place)).Check();
        });
    }

    private static void RequireEntityName(string name, ITypeSymbol key)
    {
        Names.RequireSnake(name, "An entity");
        if (EntityRules.IsScalar(SymbolTypes.Of(key))) Names.RequireFree(name, $"Entity {name}: a key column");
    }

    private static void CheckSource(IInvocationOperation call, Reporter reporter)
    {
        var name = Chain.Constant<string>(call, "name");
        if (name is not null && !reporter.Try(At(call, "name"), () => Names.RequireSnake(name, "A source"))) return;
        var place = $"Source {name}";
        reporter.Try(TypeArgument(call), () => SymbolRecords.Raw(call.TargetMethod.TypeArguments[0], place).RequireDistinctSources(place));
    }

    private static void CheckMapping(IInvocationOperation call, Reporter reporter)
    {
        ITypeSymbol raw = call.TargetMethod.TypeArguments[0], record = call.TargetMethod.TypeArguments[1];
        if (Chain.Argument(call, "mapping") is not { } mapping) return;
        if (SymbolRecords.ContractOf(record) is not { } contract)
        {
            var message = $"{record.Name} is no contract; add [Contract(\"name\", version: 1)] to it.";
            reporter.Try(mapping.Syntax, () => throw new DefinitionException(Rule.EventRoles, message));
            return;
        }

        var place = $"Contract {contract.Name}@{contract.Version}";
        if (Scopes.Shape(() => SymbolRecords.Snake(record, place)) is not { } shape) return;
        if (OperationReader.Body(mapping) is not { } body || Scopes.OfMapping(raw, call, $"{place}, mapping") is not { } scope) return;
        IReadOnlyDictionary<string, Term> assigned = new Dictionary<string, Term>();
        if (!reporter.Try(mapping.Syntax, () => assigned = ContractRules.Assignments(scope, shape, body))) return;
        foreach (var column in shape.Columns)
        {
            reporter.Try(((IOperation)body.Origin).Syntax, () =>
                new Translator(scope with { Place = $"{place}, {column.Property}" }).Translate(ContractRules.Assigned(place, assigned, column), column.Field.Type));
        }
    }

    private static void CheckView(IInvocationOperation call, Reporter reporter, string what)
    {
        CheckId(call, reporter, what);
        var place = $"Feature view {Chain.Constant<string>(call, "name")}@{Chain.Number<int>(call, "version")}, key";
        if (Chain.Argument(call, "key") is not { } key || OperationReader.Body(key) is not { } body) return;
        if (Scopes.OfContract(call.TargetMethod.TypeArguments[0], place) is not { } scope) return;
        if (Entity(Chain.Argument(call, "by"), call.TargetMethod.TypeArguments[1]) is not { } entity || Scopes.IsRefused(entity)) return;
        reporter.Try(key.Syntax, () => entity.Translate(body, scope));
    }

    private static void CheckId(IInvocationOperation call, Reporter reporter, string what)
    {
        if (Chain.Constant<string>(call, "name") is { } name && !reporter.Try(At(call, "name"), () => Names.RequireSnake(name, what))) return;
        if (Chain.Number<int>(call, "version") is { } version)
            reporter.Try(At(call, "version"), () => Names.Versioned(Chain.Constant<string>(call, "name") ?? "name", version, what));
    }

    private static SyntaxNode At(IInvocationOperation call, string parameter) => Chain.Argument(call, parameter)?.Syntax ?? call.Syntax;

    private static SyntaxNode TypeArgument(IInvocationOperation call) =>
        call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax name } }
        ? name.TypeArgumentList.Arguments[0]
        : call.Syntax;
}

using Lakehouse.Analyzers.Internal.Reading;
using Lakehouse.Features;
using Lakehouse.Features.Internal.Rules;
using Lakehouse.Features.Internal.Translation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Lakehouse.Analyzers.Internal.Checks;

/// <summary>What views declare: features, windows, grids, times to live.</summary>
internal static class ViewCheck
{
    internal static void Run(IInvocationOperation call, Reporter reporter)
    {
        var chain = Chain.Of(call);
        var place = chain.Count == 0 ? "Feature view" : $"Feature view {Chain.Constant<string>(chain[0], "name")}@{Chain.Number<int>(chain[0], "version")}";
        switch (call.TargetMethod.Name)
        {
            case "Feature": CheckFeature(call, chain, place, reporter); break;
            case "Over": CheckWindows(call, chain, place, reporter); break;
            case "Every" when Chain.Number<TimeSpan>(call, "step") is { } step:
                reporter.Try(Chain.Argument(call, "step")!.Syntax, () => WindowRules.Step(place, step));
                break;
            case "TimeToLive" when Chain.Number<TimeSpan>(call, "age") is { } age:
                reporter.Try(Chain.Argument(call, "age")!.Syntax, () => WindowRules.TimeToLive(place, age));
                break;
        }

        if (chain.Count == 0 || !Chain.EndsHere(call)) return;
        CheckGrid(chain, place, reporter);
        IncompleteCheck.Run(chain, reporter);
    }

    private static void CheckFeature(IInvocationOperation call, IReadOnlyList<IInvocationOperation> chain, string place, Reporter reporter)
    {
        var name = Chain.Constant<string>(call, "name");
        if (name is not null && !reporter.Try(Chain.Argument(call, "name")!.Syntax, () => CheckName(call, chain, place, name))) return;
        if (Chain.Argument(call, "value") is not { } value || OperationReader.Body(value) is not { } body) return;
        if (Scope(call, chain, $"{place}, feature {name}") is not { } row) return;
        var isWindow = call.TargetMethod.ContainingType.Name == "WindowView";
        var scope = isWindow ? FeatureRules.OfWindow(row) : row;
        reporter.Try(value.Syntax, () =>
        {
            var expression = FeatureRules.Translate(scope, body);
            if (isWindow) FeatureRules.RequireAggregate(scope, body, expression);
        });
    }

    private static void CheckName(IInvocationOperation call, IReadOnlyList<IInvocationOperation> chain, string place, string name)
    {
        FeatureRules.CheckName(place, name);
        var earlier = chain.Where(c => c != call && c.TargetMethod.Name == "Feature").Select(c => Chain.Constant<string>(c, "name"));
        if (earlier.Contains(name)) throw new DefinitionException(Rule.DuplicateName, $"{place}: two features have the name '{name}'; rename one.");
        if (chain.Count == 0 || chain[0].TargetMethod is not { Name: "StateView", TypeArguments: [_, var key] }) return;
        if (ProjectCheck.Entity(Chain.Argument(chain[0], "by"), key) is { } entity && !Scopes.IsRefused(entity) && entity.Keys().Any(k => k.Name == name))
            throw new DefinitionException(Rule.DuplicateName, $"{place}: column '{name}' has the name of a key column of entity {entity.Name}; rename the feature.");
    }

    private static TranslationScope? Scope(IInvocationOperation call, IReadOnlyList<IInvocationOperation> chain, string place) =>
        call.TargetMethod.ContainingType is { Name: "OnDemandView" }
            ? Scopes.OfRequest(chain.Count == 0 ? null : chain[0], place)
            : Scopes.OfContract(call.TargetMethod.ContainingType.TypeArguments[0], place);

    private static void CheckWindows(IInvocationOperation call, IReadOnlyList<IInvocationOperation> chain, string place, Reporter reporter)
    {
        var seen = chain.Where(c => c != call).SelectMany(Windows).ToList();
        foreach (var window in Windows(call))
        {
            seen.Add(window);
            if (!reporter.Try(window.Syntax, () => WindowRules.RequireDifferent(place, seen.Select(w => (w.Suffix, w.Micros))))) return;
        }
    }

    private static void CheckGrid(IReadOnlyList<IInvocationOperation> chain, string place, Reporter reporter)
    {
        if (chain.LastOrDefault(c => c.TargetMethod.Name == "Every") is not { } every || Chain.Number<TimeSpan>(every, "step") is not { } step) return;
        if (!WindowRules.IsStep(step)) return;
        reporter.Try(Chain.Argument(every, "step")!.Syntax, () => WindowRules.RequireDivides(place, step, chain.SelectMany(Windows).Select(w => (w.Suffix, w.Micros))));
    }

    /// <summary>The windows of an Over whose lengths source text shows.</summary>
    internal static IEnumerable<(string Suffix, long? Micros, SyntaxNode Syntax)> Windows(IInvocationOperation call)
    {
        if (call.TargetMethod.Name != "Over") yield break;
        foreach (var item in Chain.Items(call, "lengths") ?? [])
        {
            if (WindowCheck.Read(item) is var (suffix, micros)) yield return (suffix, micros, item.Syntax);
        }
    }
}

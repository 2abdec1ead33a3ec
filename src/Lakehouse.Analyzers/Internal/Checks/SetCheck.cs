using Lakehouse.Analyzers.Internal.Reading;
using Lakehouse.Features;
using Lakehouse.Features.Internal.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Lakehouse.Analyzers.Internal.Checks;

/// <summary>Members of feature sets, where the view's declaration is visible.</summary>
internal static class SetCheck
{
    internal static void Run(IInvocationOperation call, Reporter reporter)
    {
        if (call.TargetMethod.Name != "With" || Chain.Argument(call, "view") is not { } view) return;
        var set = Chain.Of(call);
        var place = set.Count == 0 ? "Feature set" : $"Feature set {Chain.Constant<string>(set[0], "name")}@{Chain.Number<int>(set[0], "version")}";
        if (NameOf(view) is { } name && set.Where(c => c != call && c.TargetMethod.Name == "With").Any(c => Chain.Argument(c, "view") is { } other && NameOf(other) == name))
        {
            reporter.Try(view.Syntax, () => throw new DefinitionException(
                Rule.DuplicateName, $"{place} names view {name} more than once, so that its columns would collide; name each view once, with all its features."));
            return;
        }

        if (Columns(view) is not { } columns) return;
        foreach (var item in Chain.Items(call, "features") ?? [])
        {
            if (!ConstantOperations.TryValue(item, out var value) || value is not string wanted || columns.Any(c => c.Feature == wanted || c.Column == wanted)) continue;
            var has = string.Join(", ", columns.Select(c => c.Column));
            reporter.Try(item.Syntax, () => throw new DefinitionException(Rule.SetMember, $"{place} names '{wanted}', which view {NameOf(view)} lacks; it has {has}."));
        }
    }

    private static string? NameOf(IOperation view) => Chain.Of(view) is { Count: > 0 } calls ? Chain.Constant<string>(calls[0], "name") : null;

    /// <summary>The view's columns; null where source text does not show all of them.</summary>
    private static List<(string Feature, string Column)>? Columns(IOperation view)
    {
        if (Chain.Whole(view) is not { } calls) return null;
        var features = calls.Where(c => c.TargetMethod.Name == "Feature").Select(c => Chain.Constant<string>(c, "name")).ToList();
        if (features.Contains(null)) return null;
        if (calls[0].TargetMethod.Name != "WindowView") return features.ConvertAll(f => (f!, f!));
        var over = calls.Where(c => c.TargetMethod.Name == "Over").ToList();
        if (over.Exists(c => Chain.Items(c, "lengths") is not { } items || items.Any(i => WindowCheck.Read(i) is null))) return null;
        var windows = over.SelectMany(ViewCheck.Windows).Select(w => w.Suffix).ToList();
        return [.. features.SelectMany(f => windows.Select(w => (f!, $"{f}_{w}")))];
    }
}

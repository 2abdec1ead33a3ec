using System.Linq.Expressions;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal.Rules;
using Lakehouse.Features.Internal.Fits;

namespace Lakehouse.Features;

/// <summary>A feature set whose members are being named.</summary>
public sealed class SetBuilder
{
    private readonly List<(View View, string[] Names)> members = [];
    private readonly List<(string Name, LambdaExpression Value, FitDefinition? Fit)> transforms = [];

    internal SetBuilder(VersionedName id) => Id = id;

    internal VersionedName Id { get; }

    /// <summary>Adds a view's features: all, or those named, by feature (all its windows) or by column.</summary>
    public SetBuilder With(View view, params string[] features)
    {
        members.Add((view, features));
        return this;
    }

    /// <summary>Adds a column computed after the join, for example <c>t => Math.Log(1 + t.Get&lt;double&gt;("airport_delays.delay_max_24h"))</c>.</summary>
    public SetBuilder Transform<T>(string name, Expression<Func<SetRow, T>> value) => Add(name, value, fit: null);

    /// <summary>Adds a column computed after the join, with parameters that every training set of the set fits on its own rows.</summary>
    public SetBuilder Transform<T>(string name, Expression<Func<SetRow, T>> value, FitDefinition fit) => Add(name, value, fit);

    internal SetDefinition Build(Func<View, ViewDefinition> definitionOf)
    {
        var place = $"Feature set {Id}";
        if (members.Count == 0) throw new DefinitionException($"{place} names no view; add .With(view).");
        if (members.GroupBy(m => m.View.Id.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new DefinitionException($"{place} names view {twice.Key} more than once, so that its columns would collide; name each view once, with all its features.");
        var set = new SetDefinition(Id, [.. members.Select(m => Member(place, definitionOf(m.View), m.Names))]);
        CheckInputs(place, set);
        return set with { Transforms = [.. transforms.Select(t => TransformCompiler.Compile(set, t.Name, t.Value, t.Fit))] };
    }

    private SetBuilder Add(string name, LambdaExpression value, FitDefinition? fit)
    {
        var place = $"Feature set {Id}: a transform";
        Names.RequireSnake(name, place);
        Names.RequireFree(name, place);
        Names.RequireDistinct(transforms.Select(t => t.Name).Append(name), $"Feature set {Id}", "transforms");
        transforms.Add((name, value, fit));
        return this;
    }

    private static SetMember Member(string place, ViewDefinition view, string[] names)
    {
        if (names.Length == 0) return new(view, view.Columns);
        var chosen = names.SelectMany(name => Choose(place, view, name)).ToList();
        Names.RequireDistinct(chosen.Select(c => c.Name), $"{place}, view {view.Id}", "chosen columns");
        return new(view, [.. chosen]);
    }

    private static IEnumerable<FeatureColumn> Choose(string place, ViewDefinition view, string name)
    {
        var byFeature = view.Columns.Where(c => c.Feature == name).ToList();
        if (byFeature.Count > 0) return byFeature;
        if (view.Columns.FirstOrDefault(c => c.Name == name) is { } column) return [column];
        throw new DefinitionException($"{place} names '{name}', which view {view.Id} lacks; it has {string.Join(", ", view.Columns.Select(c => c.Name))}.");
    }

    private static void CheckInputs(string place, SetDefinition set)
    {
        if (set.Keys.Concat(set.Inputs).GroupBy(f => f.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } clash)
        {
            var types = string.Join(", ", clash.Select(f => f.Type));
            throw new DefinitionException($"{place}: '{clash.Key}' is a key or input of more than one meaning ({types}); rename one, so that a lookup can say which it gives.");
        }
    }
}

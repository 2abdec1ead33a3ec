using System.Linq.Expressions;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal.Authoring;
using Lakehouse.Features.Internal.Rules;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features;

/// <summary>A view that sets can name.</summary>
public abstract class View
{
    private protected View(VersionedName id) => Id = id;

    /// <summary>Name and version.</summary>
    public VersionedName Id { get; }

    /// <summary>The compiled definition.</summary>
    /// <exception cref="DefinitionException">The view is refused.</exception>
    internal abstract ViewDefinition Build();
}

/// <summary>What all views declare alike.</summary>
/// <typeparam name="TSelf">The kind of view.</typeparam>
public abstract class View<TSelf> : View
    where TSelf : View<TSelf>
{
    private protected View(VersionedName id)
        : base(id)
    {
    }

    private protected List<FeatureDefinition> Features { get; } = [];

    private protected string? OwnerName { get; private set; }

    private protected string? DescriptionText { get; private set; }

    private protected string Place => $"Feature view {Id}";

    /// <summary>Who answers for the view; not part of its meaning.</summary>
    public TSelf Owner(string owner)
    {
        OwnerName = owner;
        return (TSelf)this;
    }

    /// <summary>What the view is for; not part of its meaning.</summary>
    public TSelf Describe(string description)
    {
        DescriptionText = description;
        return (TSelf)this;
    }

    private protected TSelf Add(string name, LambdaExpression value, Func<string, TranslationScope> scopeOf)
    {
        FeatureRules.CheckName(Place, name);
        if (Features.Any(f => f.Name == name)) throw new DefinitionException(Rule.DuplicateName, $"{Place}: two features have the name '{name}'; rename one.");
        Features.Add(new(name, FeatureRules.Translate(scopeOf($"{Place}, feature {name}"), TermReader.Body(value))));
        return (TSelf)this;
    }

    private protected void CheckFeatures()
    {
        if (Features.Count == 0) throw new DefinitionException(Rule.Incomplete, $"{Place} has no features; add .Feature(\"name\", …).");
    }
}

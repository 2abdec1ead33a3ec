using System.Linq.Expressions;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Authoring;
using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features;

/// <summary>Where a <see cref="FeatureProject"/> declares what it defines.</summary>
public sealed class ProjectBuilder
{
    private readonly List<string> entities = [];
    private readonly List<string> sources = [];
    private readonly List<Func<ContractDefinition>> contracts = [];
    private readonly List<View> views = [];
    private readonly List<SetBuilder> sets = [];

    internal ProjectBuilder()
    {
    }

    /// <summary>Declares what features are about.</summary>
    /// <typeparam name="TKey">A scalar key, or a record whose properties are the key columns.</typeparam>
    public Entity<TKey> Entity<TKey>(string name, string? description = null)
    {
        var entity = new Entity<TKey>(name, description);
        AddName(entities, name, "entities");
        return entity;
    }

    /// <summary>Declares a raw source.</summary>
    /// <typeparam name="TRaw">What the source says, as it says it.</typeparam>
    public Source<TRaw> Source<TRaw>(string name, SourceFormat format)
    {
        var source = new Source<TRaw>(name, format);
        AddName(sources, name, "sources");
        return source;
    }

    /// <summary>Declares how raw rows are mapped to a contract.</summary>
    /// <typeparam name="TRaw">The raw record.</typeparam>
    /// <typeparam name="T">The contract record, with <see cref="ContractAttribute"/>.</typeparam>
    public ContractBuilder<TRaw, T> Conform<TRaw, T>(Source<TRaw> source, Expression<Func<TRaw, SourcePosition, T>> mapping) => AddContract<TRaw, T>(source, mapping);

    /// <summary>Declares how raw rows are mapped to a contract, without their position.</summary>
    /// <typeparam name="TRaw">The raw record.</typeparam>
    /// <typeparam name="T">The contract record, with <see cref="ContractAttribute"/>.</typeparam>
    public ContractBuilder<TRaw, T> Conform<TRaw, T>(Source<TRaw> source, Expression<Func<TRaw, T>> mapping) => AddContract<TRaw, T>(source, mapping);

    /// <summary>Declares a view of aggregates over windows.</summary>
    /// <typeparam name="T">The contract record.</typeparam>
    /// <typeparam name="TKey">The entity's key.</typeparam>
    public WindowView<T> WindowView<T, TKey>(string name, int version, Contract<T> contract, Entity<TKey> by, Expression<Func<T, TKey>> key)
    {
        var id = Names.Versioned(name, version, "A window view");
        return AddView(new WindowView<T>(id, contract, by.Definition, Key(id, contract, by, key)));
    }

    /// <summary>Declares a view of the latest row of each key.</summary>
    /// <typeparam name="T">The contract record.</typeparam>
    /// <typeparam name="TKey">The entity's key.</typeparam>
    public StateView<T> StateView<T, TKey>(string name, int version, Contract<T> contract, Entity<TKey> by, Expression<Func<T, TKey>> key)
    {
        var id = Names.Versioned(name, version, "A state view");
        return AddView(new StateView<T>(id, contract, by.Definition, Key(id, contract, by, key)));
    }

    /// <summary>Declares what a request carries besides keys.</summary>
    public Request Request(string name) => new(name);

    /// <summary>Declares a view computed from a request.</summary>
    public OnDemandView OnDemand(string name, int version, Request request) => AddView(new OnDemandView(Names.Versioned(name, version, "An on-demand view"), request));

    /// <summary>Declares a feature set: what a model names.</summary>
    public SetBuilder Set(string name, int version)
    {
        var set = new SetBuilder(Names.Versioned(name, version, "A feature set"));
        if (sets.Any(s => s.Id == set.Id)) throw new DefinitionException(Rule.DuplicateName, $"Two feature sets are {set.Id}; give one another version or name.");
        sets.Add(set);
        return set;
    }

    internal ProjectDefinition Build(string name)
    {
        var built = views.ToDictionary(view => view, view => view.Build());
        return new(
            name,
            [.. contracts.Select(contract => contract())],
            [.. views.Select(view => built[view])],
            [.. sets.Select(set => set.Build(view => built.GetValueOrDefault(view) ?? throw Foreign(set, view)))]);
    }

    private static DefinitionException Foreign(SetBuilder set, View view) =>
        new(Rule.SetMember, $"Feature set {set.Id} names view {view.Id} of another project; declare the view in this one.");

    private static IReadOnlyList<Expr> Key<T, TKey>(VersionedName id, Contract<T> contract, Entity<TKey> by, LambdaExpression key) =>
        by.TranslateKey(key, contract.RowScope($"Feature view {id}, key of entity {by.Definition.Name}"));

    private static void AddName(List<string> names, string name, string what)
    {
        names.Add(name);
        Names.RequireDistinct(names, "The project", what);
    }

    private ContractBuilder<TRaw, T> AddContract<TRaw, T>(Source<TRaw> source, LambdaExpression mapping)
    {
        var (shape, contract) = ConformMapping.Compile(source, typeof(T), mapping);
        if (contracts.Any(other => other().Id == contract.Id))
            throw new DefinitionException(Rule.DuplicateName, $"Two contracts are {contract.Id}; give one another version or name.");
        var builder = new ContractBuilder<TRaw, T>(source, shape, contract);
        contracts.Add(() => builder.Definition);
        return builder;
    }

    private T AddView<T>(T view)
        where T : View
    {
        if (views.Any(v => v.Id == view.Id)) throw new DefinitionException(Rule.DuplicateName, $"Two feature views are {view.Id}; give one another version or name.");
        views.Add(view);
        return view;
    }
}

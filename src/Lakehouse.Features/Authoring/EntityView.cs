using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features;

/// <summary>What window and state views declare alike.</summary>
/// <typeparam name="TSelf">The kind of view.</typeparam>
/// <typeparam name="T">The contract record.</typeparam>
public abstract class EntityView<TSelf, T> : View<TSelf>
    where TSelf : EntityView<TSelf, T>
{
    private protected EntityView(VersionedName id, Contract<T> contract, EntityDefinition entity, IReadOnlyList<Expr> key)
        : base(id)
    {
        Contract = contract;
        Entity = entity;
        Key = key;
    }

    private protected Contract<T> Contract { get; }

    private protected EntityDefinition Entity { get; }

    private protected IReadOnlyList<Expr> Key { get; }

    private protected long? TimeToLiveMicros { get; private set; }

    private protected bool NullOnOverflow { get; private set; }

    /// <summary>How old a key's newest event may be at a lookup; older values are withheld as EXPIRED, exactly as old ones are not.</summary>
    public TSelf TimeToLive(TimeSpan age)
    {
        TimeToLiveMicros = WindowRules.TimeToLive(Place, age);
        return (TSelf)this;
    }

    /// <summary>What an overflow of an aggregate or expression does.</summary>
    public TSelf OnOverflow(Overflow overflow)
    {
        NullOnOverflow = overflow == Overflow.Null;
        return (TSelf)this;
    }

    private protected T2 Finish<T2>(T2 view)
        where T2 : EntityViewDefinition
    {
        CheckFeatures();
        var columns = view.Columns;
        foreach (var column in columns) Names.RequireFree(column.Name, $"{Place}: a column");
        Names.RequireDistinct(columns.Select(c => c.Name), Place, "columns");
        if (columns.FirstOrDefault(c => Entity.Keys.Any(k => k.Name == c.Name)) is { } taken)
            throw new DefinitionException(Rule.DuplicateName, $"{Place}: column '{taken.Name}' has the name of a key column of entity {Entity.Name}; rename the feature.");
        return view with { TimeToLiveMicros = TimeToLiveMicros, NullOnOverflow = NullOnOverflow, Owner = OwnerName, Description = DescriptionText };
    }
}

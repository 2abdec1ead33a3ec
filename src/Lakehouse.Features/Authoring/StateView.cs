using System.Linq.Expressions;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features;

/// <summary>A view of the latest row of each key (semantics §3).</summary>
/// <typeparam name="T">The contract record.</typeparam>
public sealed class StateView<T> : EntityView<StateView<T>, T>
{
    internal StateView(VersionedName id, Contract<T> contract, EntityDefinition entity, IReadOnlyList<Expr> key)
        : base(id, contract, entity, key)
    {
    }

    /// <summary>A feature over the latest row.</summary>
    public StateView<T> Feature<TValue>(string name, Expression<Func<T, TValue>> value) => Add(name, value, Contract.RowScope);

    internal override StateViewDefinition Build() => Finish(new StateViewDefinition(Id, Contract.Definition, Entity, [.. Key], [.. Features]));
}

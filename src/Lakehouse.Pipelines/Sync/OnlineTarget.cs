using System.Collections.Immutable;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;

namespace Lakehouse.Pipelines.Sync;

/// <summary>An online store by name, with the rule of what may go there; each has its own state and goes at its own pace.</summary>
/// <param name="Name">The name that settings and messages use.</param>
/// <param name="Store">The store.</param>
public sealed record OnlineTarget(string Name, IOnlineStore Store)
{
    /// <summary>The store in a file beside the lake, which every lake has without any setting.</summary>
    public const string Embedded = "sqlite";

    /// <summary>Residency: entities whose views may go there.</summary>
    /// <value>The default is null: all.</value>
    public ImmutableArray<string>? Entities { get; init; }

    /// <summary>The rule's place in the settings.</summary>
    public string Rule => $"online.targets.{Name}.entities";

    /// <summary>True when the rule lets a view's rows go there.</summary>
    public bool Allows(EntityViewDefinition view) => Entities is not { } allowed || allowed.Contains(view.Entity.Name, StringComparer.Ordinal);

    /// <summary>Refuses a view whose rows may not go there.</summary>
    /// <exception cref="JobException">Exit code 3; names rule, view and target.</exception>
    public void Check(EntityViewDefinition view)
    {
        if (!Allows(view))
            throw new JobException(
                3,
                $"View {view.Id} may not go to target {Name}: rule {Rule} allows {(Entities!.Value.IsEmpty ? "no entity" : "only " + string.Join(", ", Entities.Value))}, and the view's entity is "
                + $"{view.Entity.Name}. Sync it to another target, or change the rule.");
    }

    /// <summary>The store as messages name it.</summary>
    public override string ToString() => Name == Embedded ? "the online store" : $"online store {Name}";
}

using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.Spark.Views;

/// <summary>Names that the texts of one view use: k0, k1… are its keys inside, the entity's names outside.</summary>
/// <param name="view">The view.</param>
internal sealed class Names(EntityViewDefinition view)
{
    private readonly IReadOnlyList<Field> keys = view.Entity.Keys;

    /// <summary>The view.</summary>
    public VersionedName View => view.Id;

    /// <summary>k0, k1… as a select list.</summary>
    public string Keys { get; } = string.Join(", ", view.Entity.Keys.Select((_, k) => $"k{k}"));

    /// <summary>True where all keys are there.</summary>
    public string KeysPresent { get; } = string.Join(" AND ", view.Entity.Keys.Select((_, k) => $"k{k} IS NOT NULL"));

    /// <summary>The same under the entity's names.</summary>
    public string KeysInPresent => string.Join(" AND ", keys.Select(key => $"{SqlText.Identifier(key.Name)} IS NOT NULL"));

    /// <summary>From the entity's names to k0, k1….</summary>
    public string KeysIn => string.Join(", ", keys.Select((key, k) => $"{SqlText.Identifier(key.Name)} AS k{k}"));

    /// <summary>From k0, k1… to the entity's names.</summary>
    public string KeysOut => string.Join(", ", keys.Select((key, k) => $"k{k} AS {SqlText.Identifier(key.Name)}"));

    /// <summary>The keys of one side of a join.</summary>
    public string KeysOf(string side) => string.Join(", ", keys.Select((_, k) => $"{side}.k{k}"));

    /// <summary>True where the keys of two sides are equal; none of them is NULL.</summary>
    public string KeysMeet(string left, string right) => string.Join(" AND ", keys.Select((_, k) => $"{left}.k{k} = {right}.k{k}"));
}

using Lakehouse.Serving.V1;

namespace Lakehouse.Client.Internal;

/// <summary>Names and types of a set's answers: read once, and not sent again while the definition's hash is the same.</summary>
internal sealed class SetShape
{
    public SetShape(GetFeaturesResponse response)
    {
        (DefinitionHash, Schema) = (response.DefinitionHash, response.Schema);
        Features = [.. Schema.Features.Select(f => f.Name)];
        Views = [.. Schema.Views.Select(v => v.Name)];
        Positions = Features.Select((name, i) => (name, i)).ToDictionary(f => f.name, f => f.i);
    }

    /// <summary>Identity of the set's definition.</summary>
    public string DefinitionHash { get; }

    public SetSchema Schema { get; }

    /// <summary>Feature names in the set's order.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>Names of the entity views, in the answer's order.</summary>
    public IReadOnlyList<string> Views { get; }

    /// <summary>Positions of the features by name.</summary>
    public Dictionary<string, int> Positions { get; }
}

using Lakehouse.Catalog;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Cli.ClientCode;

/// <summary>What code for a set's callers says: names, types and texts, in the order of answers.</summary>
internal sealed class ClientSet
{
    public ClientSet(Registered<SetDefinition> registered)
    {
        var set = registered.Definition;
        (Id, Hash, NeedsFit) = (set.Id, registered.Hash, set.NeedsFit);
        Features =
        [
            .. set.Members.SelectMany(m => m.Columns.Select(c => new ClientField($"{m.View.Id.Name}.{c.Name}", c.Name, c.Type, TextOf(m.View)))),
            .. set.Transforms.Select(t => new ClientField(t.Name, t.Name, t.Type, "A transform of the set.")),
        ];
        Views = [.. set.Members.Select(m => m.View).OfType<EntityViewDefinition>().DistinctBy(v => v.Id).Select(v => v.Id.Name)];
        Keys = [.. set.Keys.Select(k => new ClientField(k.Name, k.Name, k.Type, ""))];
        Inputs = [.. set.Inputs.Select(i => new ClientField(i.Name, i.Name, i.Type, ""))];
    }

    /// <summary>Name and version.</summary>
    public VersionedName Id { get; }

    /// <summary>Identity of the definition, <c>sha256:…</c>.</summary>
    public string Hash { get; }

    /// <summary>Whether callers may name a fit.</summary>
    public bool NeedsFit { get; }

    public IReadOnlyList<ClientField> Features { get; }

    /// <summary>Names of the entity views.</summary>
    public IReadOnlyList<string> Views { get; }

    public IReadOnlyList<ClientField> Keys { get; }

    public IReadOnlyList<ClientField> Inputs { get; }

    private static string TextOf(ViewDefinition view) =>
        string.Join(" ", new[] { view.Description?.TrimEnd('.'), view.Owner is { } owner ? $"Owner: {owner}" : null }.Where(t => t is not null).Select(t => t + "."));
}

/// <summary>A feature, key or input.</summary>
/// <param name="WireName">Its name in requests and answers.</param>
/// <param name="Name">The part that code is named by.</param>
/// <param name="Type">Its type.</param>
/// <param name="Text">What its owner says of it; may be empty.</param>
internal sealed record ClientField(string WireName, string Name, DataType Type, string Text);

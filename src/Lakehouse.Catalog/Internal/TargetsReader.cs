using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Lakehouse.Catalog.Internal;

/// <summary>Reads <c>online.targets</c>.</summary>
/// <param name="fail">Is told of everything that is wrong, with its place.</param>
internal sealed class TargetsReader(Action<Mark, string> fail)
{
    private const string Key = "online.targets";

    /// <summary>The settings with the targets that are right.</summary>
    public LakeSettings Read(LakeSettings settings, YamlNode node)
    {
        if (node is YamlScalarNode scalar && SettingValue.Of(scalar).Kind == SettingValueKind.Null) return settings;
        if (node is not YamlMappingNode targets)
        {
            fail(node.Start, $"{Key} must hold names of targets, each with keys of its own, for example eu: {{store: cassandra}}");
            return settings;
        }

        foreach (var (nameNode, value) in targets.Children)
        {
            var name = (nameNode as YamlScalarNode)?.Value ?? "(nested)";
            if (!TargetSetting.Name().IsMatch(name)) fail(nameNode.Start, $"{Key}: '{name}' must be 1 to 40 lower-case letters, digits and hyphens, beginning with a letter");
            else if (ReadTarget(name, value) is { } target) settings = settings with { OnlineTargets = settings.OnlineTargets.SetItem(name, target) };
        }

        return settings;
    }

    private OnlineTargetSettings? ReadTarget(string name, YamlNode node)
    {
        var store = (node as YamlMappingNode)?.Children.FirstOrDefault(c => c.Key is YamlScalarNode { Value: "store" }).Value is { } kind ? new SectionValue(kind).Text : null;
        if (store is not null && TargetSetting.Known.TryGetValue(store, out var known)) return known.Read(node, $"{Key}.{name}", fail);
        fail(node.Start, $"{Key}.{name} must hold store: sqlite or store: cassandra, and that store's keys");
        return null;
    }
}

using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Lakehouse.Catalog.Internal;

/// <summary>Reads <c>online.default</c>: the name of a store, or several in the order in which lookups ask them.</summary>
internal static class DefaultOrder
{
    /// <summary>The settings with the stores; <paramref name="fail"/> is told where they are none.</summary>
    public static LakeSettings Read(LakeSettings settings, YamlNode node, Action<Mark, string> fail)
    {
        var value = new SectionValue(node);
        var names = value.Text is { } name && TargetSetting.Name().IsMatch(name) ? [name] : value.Texts(TargetSetting.Name()) ?? [];
        if (names.Length > 0 && names.Distinct(StringComparer.Ordinal).Count() == names.Length) return settings with { OnlineDefault = [.. names] };
        fail(node.Start, $"online.default {Setting.Known["online.default"].Rule}");
        return settings;
    }
}

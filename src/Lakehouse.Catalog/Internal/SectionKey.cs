using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Lakehouse.Catalog.Internal;

/// <summary>One key of a section of settings.</summary>
/// <param name="Rule">What its value must be, in words.</param>
/// <param name="Apply">The section with the value; null where it breaks the rule.</param>
internal sealed record SectionKey<T>(string Rule, Func<T, SectionValue, T?> Apply)
    where T : class
{
    /// <summary>For a key that holds a section or a list of them: reads the node at a path, and says what is wrong with it.</summary>
    public Func<T, YamlNode, string, Action<Mark, string>, T>? ReadNode { get; init; }
}

using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Lakehouse.Catalog.Internal;

/// <summary>A mapping of settings whose keys are all known.</summary>
/// <param name="start">The section without any key.</param>
/// <param name="incomplete">What a section lacks whose keys are all right, in words; null for nothing.</param>
/// <param name="keys">The keys.</param>
/// <param name="of">What the keys are of, in words, for example <c> of a sqlite target</c>; empty where the path says it.</param>
internal sealed class Section<T>(T start, Func<T, string?> incomplete, IReadOnlyDictionary<string, SectionKey<T>> keys, string of = "")
    where T : class
{
    public SectionKey<T> this[string key] => keys[key];

    /// <summary>The names of the keys.</summary>
    public IEnumerable<string> Keys => keys.Keys;

    /// <summary>The section with all that is right; says everything that is wrong, with its place.</summary>
    public T Read(YamlNode node, string path, Action<Mark, string> fail)
    {
        var section = start;
        if (node is not YamlMappingNode map)
        {
            fail(node.Start, $"{path} must hold keys of its own ({string.Join(", ", keys.Keys)})");
            return section;
        }

        var faults = 0;
        foreach (var (keyNode, value) in map.Children)
        {
            var name = (keyNode as YamlScalarNode)?.Value ?? "(nested)";
            if (!keys.TryGetValue(name, out var key)) Fail(keyNode.Start, $"{path}.{name} is not a known key{of} (known: {string.Join(", ", keys.Keys)})");
            else if (key.ReadNode is { } read) section = read(section, value, $"{path}.{name}", Fail);
            else if (key.Apply(section, new SectionValue(value)) is { } changed) section = changed;
            else Fail(value.Start, $"{path}.{name} {key.Rule}");
        }

        if (faults == 0 && incomplete(section) is { } missing) fail(node.Start, $"{path} {missing}");
        return section;

        void Fail(Mark mark, string what)
        {
            faults++;
            fail(mark, what);
        }
    }

    /// <summary>A key that holds this section.</summary>
    public SectionKey<TOuter> Within<TOuter>(Func<TOuter, T, TOuter> set)
        where TOuter : class => new("", (_, _) => null) { ReadNode = (outer, node, path, fail) => set(outer, Read(node, path, fail)) };

    /// <summary>A key that holds a list of such sections.</summary>
    public SectionKey<TOuter> ListWithin<TOuter>(Func<TOuter, IReadOnlyList<T>, TOuter> set)
        where TOuter : class => new("", (_, _) => null)
        {
            ReadNode = (outer, node, path, fail) =>
            {
                if (node is YamlSequenceNode list) return set(outer, [.. list.Children.Select((item, i) => Read(item, $"{path}[{i}]", fail))]);
                fail(node.Start, $"{path} must be a list");
                return outer;
            },
        };
}

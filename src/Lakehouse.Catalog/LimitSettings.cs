using Lakehouse.Catalog.Internal;
using YamlDotNet.RepresentationModel;

namespace Lakehouse.Catalog;

/// <summary>What calls may take of the feature service (<c>serving.limits</c>); null where the service's own default holds.</summary>
public sealed record LimitSettings
{
    /// <summary>All of them as the service has them.</summary>
    public static LimitSettings Default { get; } = new();

    /// <summary>Longest message of a request in bytes (<c>message</c>).</summary>
    public long? MessageBytes { get; init; }

    /// <summary>Most bytes of large messages that are handled at once (<c>messages_at_once</c>).</summary>
    public long? MessageBytesAtOnce { get; init; }

    /// <summary>Most rows of one lookup, and events of one push (<c>keys</c>).</summary>
    public int? Keys { get; init; }

    /// <summary>Longest deadline of a call (<c>deadline</c>).</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Lookups under way at once (<c>lookups</c>).</summary>
    public int? Lookups { get; init; }

    /// <summary>Lookups of one stream under way at once (<c>lookups_per_stream</c>).</summary>
    public int? LookupsPerStream { get; init; }

    /// <summary>Open streams (<c>streams</c>).</summary>
    public int? Streams { get; init; }

    /// <summary>Open connections (<c>connections</c>).</summary>
    public int? Connections { get; init; }

    /// <summary>Calls under way on one connection (<c>calls_per_connection</c>).</summary>
    public int? CallsPerConnection { get; init; }

    /// <summary>The settings with one value as the file writes it.</summary>
    /// <param name="key">The key below <c>serving.limits</c>.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="FormatException">The value breaks the key's rule, which the message says.</exception>
    public LimitSettings With(string key, string value)
    {
        var known = LimitsReader.Root[key];
        return known.Apply(this, new SectionValue(new YamlScalarNode(value))) ?? throw new FormatException($"'{value}' {known.Rule}");
    }
}

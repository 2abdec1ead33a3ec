using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Lakehouse.Catalog.Internal;

/// <summary>Reads <c>lakehouse.yaml</c>; everything wrong with it comes in one message.</summary>
internal static partial class SettingsReader
{
    public const string FileName = "lakehouse.yaml";
    private const string DurationRule = "must be 0 or a whole number followed by s, m, h or d (at most 10000d), for example 1h";

    private static readonly Dictionary<string, Setting> Known = new()
    {
        ["horizon"] = new(DurationRule, (settings, text) => Duration.TryParse(text, out var value) ? settings with { Horizon = value } : null),
        ["serving_delay"] = new(DurationRule, (settings, text) => Duration.TryParse(text, out var value) ? settings with { ServingDelay = value } : null),
        ["watch.interval"] = new(
            "must be a whole number followed by s, m, h or d, at least 1s, for example 1m",
            (settings, text) => Duration.TryParse(text, out var value) && value > TimeSpan.Zero ? settings with { WatchInterval = value } : null),
        ["engine.memory_limit"] = new(
            "must be a size in MB, GB, MiB or GiB, for example 1GB", (settings, text) => MemorySize().IsMatch(text) ? settings with { MemoryLimit = text } : null),
        ["engine.threads"] = new(
            "must be a whole number from 1 to 1024",
            (settings, text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= 1024
                ? settings with { Threads = value }
                : null),
    };

    private static readonly string[] Groups = [.. Known.Keys.Where(k => k.Contains('.')).Select(k => k[..k.IndexOf('.')]).Distinct()];

    /// <param name="content">The file's bytes, or null when there is none.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="CatalogException">The file is no YAML, or holds unknown keys or bad values.</exception>
    public static LakeSettings Read(byte[]? content, string path)
    {
        if (content is null) return new LakeSettings();
        using var text = new StreamReader(new MemoryStream(content));
        return Parse(text.ReadToEnd(), path);
    }

    public static LakeSettings Parse(string yaml, string path)
    {
        var settings = new LakeSettings();
        var failures = new List<string>();
        foreach (var (key, value) in Flatten(yaml, path, failures))
        {
            if (!Known.TryGetValue(key, out var setting)) failures.Add($"{key} is not a known key (known: {string.Join(", ", Known.Keys)})");
            else if (setting.Apply(settings, value) is { } changed) settings = changed;
            else failures.Add($"{key}: '{value}' {setting.Rule}");
        }

        return failures.Count == 0 ? settings : throw Invalid(path, failures);
    }

    private static IEnumerable<(string Key, string Value)> Flatten(string yaml, string path, List<string> failures)
    {
        var root = Load(yaml, path);
        if (root is null or YamlScalarNode { Value: null or "" }) yield break;
        if (root is not YamlMappingNode top) throw Invalid(path, ["the document must hold keys and values, for example horizon: 1h"]);
        foreach (var (key, node) in Entries(top))
        {
            if (node is YamlScalarNode scalar && !Groups.Contains(key)) yield return (key, scalar.Value ?? "");
            else if (node is YamlMappingNode group && Groups.Contains(key))
            {
                foreach (var (name, inner) in Entries(group)) yield return ($"{key}.{name}", (inner as YamlScalarNode)?.Value ?? "(nested)");
            }
            else if (Groups.Contains(key)) failures.Add($"{key} must hold keys of its own (known: {string.Join(", ", Known.Keys)})");
            else yield return (key, "(nested)");
        }
    }

    private static IEnumerable<(string Key, YamlNode Node)> Entries(YamlMappingNode mapping) =>
        mapping.Children.Select(c => ((c.Key as YamlScalarNode)?.Value ?? "(nested)", c.Value));

    private static YamlNode? Load(string yaml, string path)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
        }
        catch (YamlException e)
        {
            throw Invalid(path, [$"line {e.Start.Line} is not valid YAML"]);
        }
    }

    private static CatalogException Invalid(string path, IEnumerable<string> failures) =>
        new(CatalogErrorCode.InvalidLake, $"Settings in {path} are not valid: {string.Join("; ", failures)}. Correct the file; docs/lakehouse-yaml.md lists the keys.");

    [GeneratedRegex(@"^[1-9][0-9]{0,5}(\.[0-9]{1,3})? ?(MB|GB|MiB|GiB)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MemorySize();

    private sealed record Setting(string Rule, Func<LakeSettings, string, LakeSettings?> Apply);
}

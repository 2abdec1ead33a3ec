using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Lakehouse.Catalog.Internal;

/// <summary>Reads <c>lakehouse.yaml</c>; everything wrong with it comes in one message, each with its line and column.</summary>
internal sealed class SettingsReader
{
    public const string FileName = "lakehouse.yaml";

    private readonly List<string> failures = [];
    private LakeSettings settings = new();

    private SettingsReader()
    {
    }

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
        var reader = new SettingsReader();
        try
        {
            reader.ReadDocuments(yaml);
        }
        catch (YamlException e)
        {
            reader.Fail(e.Start, $"not valid YAML: {e.Message.TrimEnd('.')}");
        }

        if (reader.failures.Count == 0) return reader.settings;
        throw new CatalogException(
            CatalogErrorCode.InvalidLake,
            $"Settings in {path} are not valid: {string.Join("; ", reader.failures)}. Correct the file; 'lakehouse schema yaml' prints what it may hold.");
    }

    private void ReadDocuments(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        if (stream.Documents.Count > 1) Fail(stream.Documents[1].RootNode.Start, "a second document begins; the file holds one");
        if (stream.Documents is not [var document, ..] || IsNull(document.RootNode)) return;
        if (document.RootNode is YamlMappingNode top) ReadMapping(top, group: null);
        else Fail(document.RootNode.Start, "the file must hold keys and values, for example horizon: 1h");
    }

    private void ReadMapping(YamlMappingNode mapping, string? group)
    {
        foreach (var (keyNode, value) in mapping.Children)
        {
            var name = (keyNode as YamlScalarNode)?.Value ?? "(nested)";
            var key = group is null ? name : $"{group}.{name}";
            if (group is null && Setting.Groups.Contains(key)) ReadGroup(key, value);
            // A dot in a name is no group: engine.threads is written in two levels.
            else if (!name.Contains('.') && Setting.Known.TryGetValue(key, out var setting)) ReadValue(key, setting, value);
            else Fail(keyNode.Start, Unknown(key, name));
        }
    }

    private void ReadGroup(string key, YamlNode value)
    {
        if (value is YamlMappingNode inner) ReadMapping(inner, key);
        else if (!IsNull(value)) Fail(value.Start, $"{key} must hold keys of its own ({string.Join(", ", Setting.Known.Keys.Where(k => k.StartsWith(key + ".", StringComparison.Ordinal)))})");
    }

    private void ReadValue(string key, Setting setting, YamlNode node)
    {
        if (setting.ReadNode is { } read) settings = read(settings, node, Fail);
        else if (setting.ApplyEntry is not null) ReadEntries(key, setting, node);
        else if (node is not YamlScalarNode scalar) Fail(node.Start, $"{key} holds keys or a list, but {setting.Rule}");
        else if (SettingValue.Of(scalar) is { Kind: SettingValueKind.Null }) Fail(node.Start, $"{key} has no value; it {setting.Rule}");
        else if (setting.Apply(settings, SettingValue.Of(scalar)) is { } changed) settings = changed;
        else Fail(node.Start, $"{key}: '{scalar.Value}' {setting.Rule}");
    }

    private void ReadEntries(string key, Setting setting, YamlNode node)
    {
        if (IsNull(node)) return;
        if (node is not YamlMappingNode entries)
        {
            Fail(node.Start, $"{key} {setting.Rule}");
            return;
        }

        foreach (var (nameNode, value) in entries.Children)
        {
            var name = (nameNode as YamlScalarNode)?.Value ?? "(nested)";
            if (value is YamlScalarNode scalar && setting.ApplyEntry!(settings, name, SettingValue.Of(scalar)) is { } changed) settings = changed;
            else Fail(nameNode.Start, $"{key}: '{name}' {setting.Rule}");
        }
    }

    private static string Unknown(string key, string name)
    {
        if (name.Contains('.') && Setting.Known.ContainsKey(key)) return $"{key} is written in two levels: {key.Split('.')[0]}: and, indented below it, {key.Split('.')[1]}:";
        return SettingNames.Nearest(key) is { } nearest
            ? $"{key} is not a known key; did you mean {nearest}?"
            : $"{key} is not a known key (known: {string.Join(", ", Setting.Known.Keys)})";
    }

    private static bool IsNull(YamlNode node) => node is YamlScalarNode scalar && SettingValue.Of(scalar).Kind == SettingValueKind.Null;

    private void Fail(Mark at, string what) => failures.Add(string.Create(CultureInfo.InvariantCulture, $"line {at.Line}, column {at.Column}: {what}"));
}

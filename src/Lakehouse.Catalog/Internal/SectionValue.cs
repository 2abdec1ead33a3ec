using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Lakehouse.Catalog.Internal;

/// <summary>A value of a section: a scalar, a list of texts, or names with texts or whole numbers.</summary>
internal readonly struct SectionValue(YamlNode node)
{
    private readonly SettingValue? scalar = node is YamlScalarNode single ? SettingValue.Of(single) : null;

    /// <summary>The text; null where it is none.</summary>
    public string? Text => scalar is { Kind: SettingValueKind.Text } value ? value.Text : null;

    /// <summary>The flag; null where it is none.</summary>
    public bool? Bool => scalar is { Kind: SettingValueKind.Bool } value ? value.Text is "true" or "True" or "TRUE" : null;

    /// <summary>The whole number; null where it is none.</summary>
    public long? Integer => scalar is { } value ? WholeOf(value) : null;

    /// <summary>The number from 0 to 1; null where it is none.</summary>
    public double? Share => scalar?.Share;

    /// <summary>The time in milliseconds, or zero; null where it is none.</summary>
    public TimeSpan? ZeroOrMilliseconds => Integer == 0 ? TimeSpan.Zero : scalar?.Milliseconds;

    /// <summary>The texts of a list, all of a form; null where it is no such list.</summary>
    public string[]? Texts(Regex form)
    {
        if (node is not YamlSequenceNode list) return null;
        var values = list.Children.OfType<YamlScalarNode>().Select(SettingValue.Of)
            .Where(v => v.Kind == SettingValueKind.Text && form.IsMatch(v.Text)).Select(v => v.Text).ToArray();
        return values.Length == list.Children.Count ? values : null;
    }

    /// <summary>Names of a form with texts of a form; null where it is nothing such.</summary>
    public IReadOnlyDictionary<string, string>? TextMap(Regex form, Regex valueForm)
    {
        if (node is not YamlMappingNode map) return null;
        var values = new Dictionary<string, string>();
        foreach (var (key, value) in map.Children)
        {
            if (key is not YamlScalarNode { Value: { } name } || !form.IsMatch(name)) return null;
            if (value is not YamlScalarNode item || SettingValue.Of(item) is not { Kind: SettingValueKind.Text } text || !valueForm.IsMatch(text.Text)) return null;
            values[name] = text.Text;
        }

        return values;
    }

    /// <summary>Names of a form with whole numbers in bounds; null where it is nothing such.</summary>
    public IReadOnlyDictionary<string, int>? Integers(Regex form, int least, int most)
    {
        if (node is not YamlMappingNode map) return null;
        var values = new Dictionary<string, int>();
        foreach (var (key, value) in map.Children)
        {
            if (key is not YamlScalarNode { Value: { } name } || !form.IsMatch(name) || value is not YamlScalarNode item) return null;
            if (WholeOf(SettingValue.Of(item)) is not { } number || number < least || number > most) return null;
            values[name] = (int)number;
        }

        return values;
    }

    private static long? WholeOf(SettingValue value) =>
        value.Kind == SettingValueKind.Integer && long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}

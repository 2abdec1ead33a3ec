using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Lakehouse.Catalog.Internal;

/// <summary>What a scalar is by YAML's core schema, which editors and checks by JSON Schema go by.</summary>
internal enum SettingValueKind
{
    Null,
    Bool,
    Integer,
    Number,
    Text,
}

/// <summary>A scalar of <c>lakehouse.yaml</c>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of an integer in decimal.</param>
internal readonly partial record struct SettingValue(SettingValueKind Kind, string Text)
{
    /// <summary>Integers up to here are exact as numbers of JSON, which has one kind for both.</summary>
    private const double LargestExact = 1L << 53;

    /// <summary>Reads a scalar: what is quoted is text, what is plain is what it looks like.</summary>
    public static SettingValue Of(YamlScalarNode node)
    {
        var text = node.Value ?? "";
        if (node.Style is not (ScalarStyle.Plain or ScalarStyle.Any) || !node.Tag.IsEmpty) return new(SettingValueKind.Text, text);
        if (text is "" or "~" or "null" or "Null" or "NULL") return new(SettingValueKind.Null, text);
        if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE") return new(SettingValueKind.Bool, text);
        if (IntegerForm().IsMatch(text)) return new(SettingValueKind.Integer, Integer(text).ToString(CultureInfo.InvariantCulture));
        if (NumberForm().IsMatch(text))
        {
            var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            return double.IsInteger(number) && Math.Abs(number) <= LargestExact
                ? new(SettingValueKind.Integer, ((long)number).ToString(CultureInfo.InvariantCulture))
                : new(SettingValueKind.Number, text);
        }

        return new(SettingValueKind.Text, text);
    }

    /// <summary>The number from 0 to 1; null where it is none.</summary>
    public double? Share =>
        Kind is SettingValueKind.Integer or SettingValueKind.Number && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : null;

    /// <summary>The time that a text such as <c>20ms</c> says, from 1 to 2000 milliseconds; null where it says none.</summary>
    public TimeSpan? Milliseconds =>
        Kind == SettingValueKind.Text && MillisecondsForm().IsMatch(Text)
            ? TimeSpan.FromMilliseconds(int.Parse(Text.AsSpan(0, Text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture))
            : null;

    private static BigInteger Integer(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal)) return BigInteger.Parse("0" + text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (text.StartsWith("0o", StringComparison.Ordinal)) return text[2..].Aggregate(BigInteger.Zero, (sum, digit) => (sum * 8) + (digit - '0'));
        return BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex IntegerForm();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NumberForm();

    [GeneratedRegex(@"^([1-9][0-9]{0,2}|1[0-9]{3}|2000)ms\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex MillisecondsForm();
}

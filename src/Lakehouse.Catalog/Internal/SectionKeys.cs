using System.Globalization;
using System.Text.RegularExpressions;

namespace Lakehouse.Catalog.Internal;

/// <summary>Keys of sections by the form of their values.</summary>
internal static class SectionKeys
{
    public static SectionKey<T> Text<T>(string rule, Regex form, Func<T, string, T> apply)
        where T : class => new(rule, (section, value) => value.Text is { } text && form.IsMatch(text) ? apply(section, text) : null);

    /// <summary>A list of texts that is not empty.</summary>
    public static SectionKey<T> List<T>(string rule, Regex form, Func<T, string[], T> apply)
        where T : class => new(rule, (section, value) => value.Texts(form) is { Length: > 0 } items ? apply(section, items) : null);

    public static SectionKey<T> Flag<T>(Func<T, bool, T> apply)
        where T : class => new("must be true or false", (section, value) => value.Bool is { } on ? apply(section, on) : null);

    public static SectionKey<T> Number<T>(int least, int most, Func<T, int, T> apply)
        where T : class => new(
            string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}, without quotes"),
            (section, value) => value.Integer is { } number && number >= least && number <= most ? apply(section, (int)number) : null);
}

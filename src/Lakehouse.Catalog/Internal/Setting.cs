using System.Globalization;
using System.Text.RegularExpressions;

namespace Lakehouse.Catalog.Internal;

/// <summary>One key of <c>lakehouse.yaml</c>.</summary>
/// <param name="Rule">What its value must be, in words.</param>
/// <param name="Apply">The settings with the value; null where the value breaks the rule.</param>
internal sealed partial record Setting(string Rule, Func<LakeSettings, SettingValue, LakeSettings?> Apply)
{
    /// <summary>The keys, with the group before the point; the file lakehouse-yaml.schema.json says the same for editors.</summary>
    public static IReadOnlyDictionary<string, Setting> Known { get; } = new Dictionary<string, Setting>
    {
        ["horizon"] = Duration((settings, value) => settings with { Horizon = value }),
        ["serving_delay"] = Duration((settings, value) => settings with { ServingDelay = value }),
        ["watch.interval"] = new(
            "must be a whole number followed by s, m, h or d, at least 1s, for example 1m",
            (settings, value) => value.Kind == SettingValueKind.Text && Catalog.Duration.TryParse(value.Text, out var interval) && interval > TimeSpan.Zero
                ? settings with { WatchInterval = interval }
                : null),
        ["engine.memory_limit"] = new(
            "must be a size in MB, GB, MiB or GiB, for example 1GB",
            (settings, value) => value.Kind == SettingValueKind.Text && MemorySize().IsMatch(value.Text) ? settings with { MemoryLimit = value.Text } : null),
        ["engine.threads"] = Integer(1, 1024, (settings, value) => settings with { Threads = value }),
    };

    /// <summary>The keys that hold keys.</summary>
    public static IReadOnlyList<string> Groups { get; } = [.. Known.Keys.Where(k => k.Contains('.')).Select(k => k[..k.IndexOf('.')]).Distinct()];

    private static Setting Duration(Func<LakeSettings, TimeSpan, LakeSettings> apply) => new(
        "must be 0 or a whole number followed by s, m, h or d (at most 10000d), for example 1h",
        (settings, value) => value is { Kind: SettingValueKind.Text } or { Kind: SettingValueKind.Integer, Text: "0" } && Catalog.Duration.TryParse(value.Text, out var duration)
            ? apply(settings, duration)
            : null);

    private static Setting Integer(int least, int most, Func<LakeSettings, int, LakeSettings> apply) => new(
        string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}, without quotes"),
        (settings, value) => value.Kind == SettingValueKind.Integer && int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? apply(settings, number)
            : null);

    [GeneratedRegex(@"^[1-9][0-9]{0,5}(\.[0-9]{1,3})? ?(MB|GB|MiB|GiB)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MemorySize();
}

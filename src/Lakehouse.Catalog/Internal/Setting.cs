using System.Globalization;
using System.Text.RegularExpressions;
using Lakehouse.Catalog.Internal.Security;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Lakehouse.Catalog.Internal;

/// <summary>One key of <c>lakehouse.yaml</c>.</summary>
/// <param name="Rule">What its value must be, in words.</param>
/// <param name="Apply">The settings with the value; null where the value breaks the rule.</param>
internal sealed partial record Setting(string Rule, Func<LakeSettings, SettingValue, LakeSettings?> Apply)
{
    /// <summary>For a key that holds names and values of its own instead of one value: the settings with one of them; null where it breaks the rule.</summary>
    public Func<LakeSettings, string, SettingValue, LakeSettings?>? ApplyEntry { get; init; }

    /// <summary>For a key whose value has a form of its own: reads it, and says what is wrong with it.</summary>
    public Func<LakeSettings, YamlNode, Action<Mark, string>, LakeSettings>? ReadNode { get; init; }

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
        ["engine.name"] = new(
            "must be duckdb or spark",
            (settings, value) => value is { Kind: SettingValueKind.Text, Text: "duckdb" or "spark" } ? settings with { EngineName = value.Text } : null),
        ["engine.memory_limit"] = new(
            "must be a size in MB, GB, MiB or GiB, for example 1GB",
            (settings, value) => value.Kind == SettingValueKind.Text && MemorySize().IsMatch(value.Text) ? settings with { MemoryLimit = value.Text } : null),
        ["engine.threads"] = Integer(1, 1024, (settings, value) => settings with { Threads = value }),
        ["spark.master"] = new(
            "must be a master URL of Spark: local, local[2], local[*], spark://host:7077, yarn or k8s://https://host:443",
            (settings, value) => value.Kind == SettingValueKind.Text && MasterUrl().IsMatch(value.Text) ? settings with { SparkMaster = value.Text } : null),
        ["online.default"] = new("must be sqlite, cassandra or the name of a target, or a list of them, each once", (_, _) => null) { ReadNode = DefaultOrder.Read },
        ["online.switch_after"] = new(
            "must be 1ms to 2000ms, for example 100ms", (settings, value) => value.Milliseconds is { } wait ? settings with { OnlineSwitchAfter = wait } : null),
        ["online.extra_reads"] = new(
            "must be a number from 0 to 1, without quotes, for example 0.1", (settings, value) => value.Share is { } share ? settings with { OnlineExtraReads = share } : null),
        ["online.targets"] = new("must hold names of targets, each with keys of its own", (_, _) => null) { ReadNode = (settings, node, fail) => new TargetsReader(fail).Read(settings, node) },
        ["serving.security"] = new("must hold keys of its own", (_, _) => null) { ReadNode = SecurityReader.Read },
        ["serving.limits"] = new("must hold keys of its own", (_, _) => null) { ReadNode = LimitsReader.Read },
        ["spark.conf"] = new("must hold names that begin with spark. and their values, for example spark.executor.memory: 2g", (_, _) => null)
        {
            ApplyEntry = (settings, name, value) => ConfName().IsMatch(name) && value.Kind != SettingValueKind.Null
                ? settings with { SparkConf = settings.SparkConf.SetItem(name, value.Kind == SettingValueKind.Bool ? value.Text.ToLowerInvariant() : value.Text) }
                : null,
        },
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
        (settings, value) =>
            value.Kind == SettingValueKind.Integer && int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? apply(settings, number)
                : null);

    [GeneratedRegex(@"^[1-9][0-9]{0,5}(\.[0-9]{1,3})? ?(MB|GB|MiB|GiB)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MemorySize();

    [GeneratedRegex(@"^(local(\[([1-9][0-9]{0,3}|\*)(,[1-9][0-9]?)?\])?|yarn|(spark|k8s)://[^\s]+)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MasterUrl();

    [GeneratedRegex(@"^spark\.[A-Za-z0-9._-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConfName();
}

using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using static Lakehouse.Catalog.Internal.SectionKeys;

namespace Lakehouse.Catalog.Internal;

/// <summary>Reads <c>serving.limits</c>.</summary>
internal static partial class LimitsReader
{
    private const string Key = "serving.limits";
    private const int Most = 1_000_000;

    public static readonly Section<LimitSettings> Root = new(
        LimitSettings.Default,
        _ => null,
        new Dictionary<string, SectionKey<LimitSettings>>
        {
            ["message"] = new("must be 1KiB to 99999KiB or 1MiB to 512MiB, for example 4MiB", (limits, value) =>
                value.Text is { } text && Message().IsMatch(text) ? limits with { MessageBytes = SizeOf(text) } : null),
            ["messages_at_once"] = new("must be 1MiB to 99999MiB or 1GiB to 999GiB, for example 256MiB", (limits, value) =>
                value.Text is { } text && AtOnce().IsMatch(text) ? limits with { MessageBytesAtOnce = SizeOf(text) } : null),
            ["keys"] = Number<LimitSettings>(1, Most, (limits, number) => limits with { Keys = number }),
            ["deadline"] = new("must be 1s to 99999s, 1m to 1440m or 1h to 24h, for example 30s", (limits, value) =>
                value.Text is { } text && Deadline().IsMatch(text) && Duration.TryParse(text, out var longest) ? limits with { Deadline = longest } : null),
            ["lookups"] = Number<LimitSettings>(1, Most, (limits, number) => limits with { Lookups = number }),
            ["lookups_per_stream"] = Number<LimitSettings>(1, Most, (limits, number) => limits with { LookupsPerStream = number }),
            ["streams"] = Number<LimitSettings>(1, Most, (limits, number) => limits with { Streams = number }),
            ["connections"] = Number<LimitSettings>(1, Most, (limits, number) => limits with { Connections = number }),
            ["calls_per_connection"] = Number<LimitSettings>(1, Most, (limits, number) => limits with { CallsPerConnection = number }),
        });

    public static LakeSettings Read(LakeSettings settings, YamlNode node, Action<Mark, string> fail) =>
        node is YamlScalarNode scalar && SettingValue.Of(scalar).Kind == SettingValueKind.Null ? settings : settings with { Limits = Root.Read(node, Key, fail) };

    private static long SizeOf(string text) =>
        long.Parse(text.AsSpan(0, text.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture) << text[^3] switch { 'K' => 10, 'M' => 20, _ => 30 };

    [GeneratedRegex(
        @"^([1-9][0-9]{0,4}KiB|([1-9][0-9]?|[1-4][0-9]{2}|50[0-9]|51[0-2])MiB)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Message();

    [GeneratedRegex(@"^([1-9][0-9]{0,4}MiB|[1-9][0-9]{0,2}GiB)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AtOnce();

    [GeneratedRegex(
        @"^([1-9][0-9]{0,4}s|([1-9][0-9]{0,2}|1[0-3][0-9]{2}|14[0-3][0-9]|1440)m|([1-9]|1[0-9]|2[0-4])h)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Deadline();
}

using System.Text.RegularExpressions;
using Lakehouse.Catalog.Security;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using static Lakehouse.Catalog.Internal.SectionKeys;

namespace Lakehouse.Catalog.Internal.Security;

/// <summary>Reads <c>serving.security</c>.</summary>
internal static partial class SecurityReader
{
    private const string Key = "serving.security";
    private const int MostRate = 1_000_000_000;

    private static readonly Section<JwtSettings> Jwt = new(
        new() { Issuer = "", Audience = "" },
        jwt => jwt.Issuer.Length > 0 && jwt.Audience.Length > 0 && jwt.KeysFile is null != jwt.KeysUrl is null ? null : "must have issuer, audience and either keys_file or keys_url",
        new Dictionary<string, SectionKey<JwtSettings>>
        {
            ["issuer"] = Text<JwtSettings>("must be the issuer's name, as its tokens give it", Line(), (jwt, text) => jwt with { Issuer = text }),
            ["audience"] = Text<JwtSettings>("must be the audience that tokens are meant for", Line(), (jwt, text) => jwt with { Audience = text }),
            ["keys_file"] = Text<JwtSettings>("must be the path of a JSON Web Key Set", Line(), (jwt, text) => jwt with { KeysFile = text }),
            ["keys_url"] = Text<JwtSettings>("must be an https address, or an http address on this machine", KeysUrl(), (jwt, text) => jwt with { KeysUrl = text }),
            ["name_claim"] = Text<JwtSettings>("must be the name of a claim", Word(), (jwt, text) => jwt with { NameClaim = text }),
            ["roles_claim"] = Text<JwtSettings>("must be the name of a claim", Word(), (jwt, text) => jwt with { RolesClaim = text }),
            ["clock_skew"] = new("must be 0s to 300s, for example 30s", (jwt, value) =>
                value.Text is { } text && Skew().IsMatch(text) && Duration.TryParse(text, out var skew) ? jwt with { ClockSkew = skew } : null),
        });

    private static readonly Section<AccessRule> Rule = new(
        new(),
        rule => rule.Sets.IsEmpty && rule.Projects.IsEmpty && rule.Push.IsEmpty ? "must have sets, projects or push" : null,
        new Dictionary<string, SectionKey<AccessRule>>
        {
            ["callers"] = List<AccessRule>(
                "must be a list of callers, for example [\"key:trainer\", \"jwt:*\", \"cert:model-server\"]", Caller(), (rule, items) => rule with { Callers = [.. items] }),
            ["roles"] = List<AccessRule>("must be a list of roles, for example [analyst]", Word(), (rule, items) => rule with { Roles = [.. items] }),
            ["claims"] = new("must hold names of claims and their values, for example {team: risk}", (rule, value) =>
                value.TextMap(Word(), Line()) is { Count: > 0 } claims ? rule with { Claims = rule.Claims.SetItems(claims) } : null),
            ["sets"] = List<AccessRule>("must be a list of sets, for example [\"delays@1\", \"fraud_*\"]", VersionedPattern(), (rule, items) => rule with { Sets = [.. items] }),
            ["projects"] = List<AccessRule>("must be a list of projects, for example [flights]", Word(), (rule, items) => rule with { Projects = [.. items] }),
            ["push"] = List<AccessRule>("must be a list of contracts, for example [\"flights@1\"]", VersionedPattern(), (rule, items) => rule with { Push = [.. items] }),
        });

    private static readonly Section<CallerQuota> Quota = new(
        new("", CallsPerSecond: null, KeysPerSecond: null),
        quota => quota.Caller.Length == 0 ? "must have caller" : null,
        new Dictionary<string, SectionKey<CallerQuota>>
        {
            ["caller"] = Text<CallerQuota>("must be a caller, for example \"key:trainer\" or \"*\"", Caller(), (quota, text) => quota with { Caller = text }),
            ["calls_per_second"] = Number<CallerQuota>(1, MostRate, (quota, number) => quota with { CallsPerSecond = number }),
            ["keys_per_second"] = Number<CallerQuota>(1, MostRate, (quota, number) => quota with { KeysPerSecond = number }),
        });

    private static readonly Section<AuditSettings> Audit = new(
        new(),
        _ => null,
        new Dictionary<string, SectionKey<AuditSettings>>
        {
            ["enabled"] = Flag<AuditSettings>((audit, on) => audit with { Enabled = on }),
            ["flush_after"] = new("must be 100ms to 9999ms or 1s to 60s, for example 1s", (audit, value) =>
                value.Text is { } text && FlushForm().IsMatch(text) ? audit with { FlushAfter = FlushTime(text) } : null),
            ["flush_rows"] = Number<AuditSettings>(1, 1_000_000, (audit, rows) => audit with { FlushRows = rows }),
            ["buffer_rows"] = Number<AuditSettings>(1_000, 10_000_000, (audit, rows) => audit with { BufferRows = rows }),
            ["when_full"] = new("must be refuse or drop", (audit, value) => value.Text is "refuse" or "drop" ? audit with { RefusesWhenFull = value.Text == "refuse" } : null),
        });

    private static readonly Section<SecuritySettings> Root = new(
        SecuritySettings.Off,
        _ => null,
        new Dictionary<string, SectionKey<SecuritySettings>>
        {
            ["enabled"] = Flag<SecuritySettings>((security, on) => security with { Enabled = on }),
            ["open_reflection"] = Flag<SecuritySettings>((security, on) => security with { OpenReflection = on }),
            ["jwt"] = Jwt.Within<SecuritySettings>((security, jwt) => security with { Jwt = jwt }),
            ["rules"] = Rule.ListWithin<SecuritySettings>((security, rules) => security with { Rules = [.. rules] }),
            ["quotas"] = Quota.ListWithin<SecuritySettings>((security, quotas) => security with { Quotas = [.. quotas] }),
            ["audit"] = Audit.Within<SecuritySettings>((security, audit) => security with { Audit = audit }),
        });

    public static LakeSettings Read(LakeSettings settings, YamlNode node, Action<Mark, string> fail) =>
        node is YamlScalarNode scalar && SettingValue.Of(scalar).Kind == SettingValueKind.Null ? settings : settings with { Security = Root.Read(node, Key, fail) };

    private static TimeSpan FlushTime(string text) =>
        text.EndsWith("ms", StringComparison.Ordinal)
            ? TimeSpan.FromMilliseconds(int.Parse(text.AsSpan(0, text.Length - 2)))
            : TimeSpan.FromSeconds(int.Parse(text.AsSpan(0, text.Length - 1)));

    [GeneratedRegex(@"^[^\r\n]{1,1000}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();

    [GeneratedRegex(@"^[^ \t\r\n]{1,200}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"^(\*|(key|jwt|cert):[^\r\n]{1,255})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Caller();

    [GeneratedRegex(@"^[a-z0-9_*]{1,200}(@([1-9][0-9]{0,8}|\*))?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionedPattern();

    [GeneratedRegex(
        @"^(https://[^ \t\r\n]{1,1000}|http://(localhost|127\.0\.0\.1)(:[0-9]{1,5})?/[^ \t\r\n]{0,1000})\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeysUrl();

    [GeneratedRegex(@"^([0-9]|[1-9][0-9]|[12][0-9]{2}|300)s\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Skew();

    [GeneratedRegex(@"^([1-9][0-9]{2,3}ms|([1-9]|[1-5][0-9]|60)s)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FlushForm();
}

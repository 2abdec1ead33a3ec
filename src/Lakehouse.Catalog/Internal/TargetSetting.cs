using System.Text.RegularExpressions;

namespace Lakehouse.Catalog.Internal;

/// <summary>One key of an online target.</summary>
/// <param name="Rule">What its value must be, in words.</param>
/// <param name="Apply">The target with the value; null where it breaks the rule.</param>
internal sealed partial record TargetSetting(string Rule, Func<OnlineTargetSettings, TargetValue, OnlineTargetSettings?> Apply)
{
    /// <summary>The kinds of store, with the keys that each knows besides <c>store</c>.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, TargetSetting>> Known { get; } = new Dictionary<string, IReadOnlyDictionary<string, TargetSetting>>
    {
        ["sqlite"] = new Dictionary<string, TargetSetting>
        {
            ["entities"] = Entities(),
            ["file"] = Text("must be the path of a file", Line(), (target, text) => target with { File = text }),
        },
        ["cassandra"] = new Dictionary<string, TargetSetting>
        {
            ["entities"] = Entities(),
            ["contact_points"] = new(
                "must be a list of host names or addresses, for example [10.0.0.1, 10.0.0.2]",
                (target, value) => value.Texts(Host()) is { Length: > 0 } hosts ? target with { ContactPoints = [.. hosts] } : null),
            ["port"] = new(
                "must be a whole number from 1 to 65535, without quotes",
                (target, value) => value.Integer is >= 1 and <= ushort.MaxValue ? target with { Port = (int)value.Integer.Value } : null),
            ["local_datacenter"] = Text("must be a datacenter's name", Datacenter(), (target, text) => target with { LocalDatacenter = text }),
            ["keyspace"] = Text(
                "must be 1 to 48 lower-case letters, digits and underscores, beginning with a letter", KeyspaceName(), (target, text) => target with { Keyspace = text }),
            ["replication"] = new(
                "must hold names of datacenters and 1 to 9 replicas each, for example {eu-west: 3}",
                (target, value) => value.Integers(Datacenter(), 1, 9) is { Count: > 0 } replicas ? target with { Replication = target.Replication.AddRange(replicas) } : null),
            ["read_consistency"] = Text("must be local_one, local_quorum or quorum", ReadConsistency(), (target, text) => target with { ReadConsistency = text }),
            ["write_consistency"] = Text("must be local_one, local_quorum, quorum or each_quorum", WriteConsistency(), (target, text) => target with { WriteConsistency = text }),
            ["hedge_after"] = new(
                "must be 0, or 1ms to 2000ms, for example 20ms", (target, value) => value.ZeroOrMilliseconds is { } wait ? target with { HedgeAfter = wait } : null),
            ["hedge_budget"] = new(
                "must be a number from 0 to 1, without quotes, for example 0.05", (target, value) => value.Share is { } share ? target with { HedgeBudget = share } : null),
            ["retention"] = new(
                "must be a whole number of hours or days, 1h to 9999h or 1d to 3660d, for example 30d",
                (target, value) => value.Text is { } text && RetentionForm().IsMatch(text) && Duration.TryParse(text, out var retention) ? target with { Retention = retention } : null),
            ["credentials_file"] = Text("must be the path of a file with user name and password in two lines", Line(), (target, text) => target with { CredentialsFile = text }),
            ["user_variable"] = Text("must be the name of an environment variable that holds the user name", Variable(), (target, text) => target with { UserVariable = text }),
            ["password_variable"] = Text("must be the name of an environment variable that holds the password", Variable(), (target, text) => target with { PasswordVariable = text }),
            ["tls"] = new("must be true or false", (target, value) => value.Bool is { } on ? target with { Tls = on } : null),
            ["authority_file"] = Text("must be the path of a PEM file", Line(), (target, text) => target with { AuthorityFile = text }),
            ["certificate_file"] = Text("must be the path of a PEM file", Line(), (target, text) => target with { CertificateFile = text }),
        },
    };

    /// <summary>A target's name.</summary>
    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,39}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    public static partial Regex Name();

    private static TargetSetting Entities() => new(
        "must be a list of entities, for example [airport, carrier]",
        (target, value) => value.Texts(Entity()) is { } names ? target with { Entities = [.. names] } : null);

    private static TargetSetting Text(string rule, Regex form, Func<OnlineTargetSettings, string, OnlineTargetSettings> apply) => new(
        rule, (target, value) => value.Text is { } text && form.IsMatch(text) ? apply(target, text) : null);

    [GeneratedRegex(@"^[^\r\n]{1,1000}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();

    [GeneratedRegex(@"^[A-Za-z0-9._:-]{1,255}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Host();

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,100}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Datacenter();

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,47}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyspaceName();

    [GeneratedRegex(@"^(local_one|local_quorum|quorum)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReadConsistency();

    [GeneratedRegex(@"^(local_one|local_quorum|quorum|each_quorum)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WriteConsistency();

    [GeneratedRegex(
        @"^([1-9][0-9]{0,3}h|([1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|36[0-5][0-9]|3660)d)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RetentionForm();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,254}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,99}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entity();
}

using System.Text.RegularExpressions;
using static Lakehouse.Catalog.Internal.SectionKeys;

namespace Lakehouse.Catalog.Internal;

/// <summary>The keys of online targets.</summary>
internal static partial class TargetSetting
{
    /// <summary>The kinds of store, with the keys that each knows.</summary>
    public static IReadOnlyDictionary<string, Section<OnlineTargetSettings>> Known { get; } = new[]
    {
        Store("sqlite", new()
        {
            ["entities"] = Entities(),
            ["file"] = Text<OnlineTargetSettings>("must be the path of a file", Line(), (target, text) => target with { File = text }),
        }),
        Store("cassandra", new()
        {
            ["entities"] = Entities(),
            ["contact_points"] = List<OnlineTargetSettings>(
                "must be a list of host names or addresses, for example [10.0.0.1, 10.0.0.2]", Host(), (target, hosts) => target with { ContactPoints = [.. hosts] }),
            ["port"] = Number<OnlineTargetSettings>(1, ushort.MaxValue, (target, port) => target with { Port = port }),
            ["local_datacenter"] = Text<OnlineTargetSettings>("must be a datacenter's name", Datacenter(), (target, text) => target with { LocalDatacenter = text }),
            ["keyspace"] = Text<OnlineTargetSettings>(
                "must be 1 to 48 lower-case letters, digits and underscores, beginning with a letter", KeyspaceName(), (target, text) => target with { Keyspace = text }),
            ["replication"] = new(
                "must hold names of datacenters and 1 to 9 replicas each, for example {eu-west: 3}",
                (target, value) => value.Integers(Datacenter(), 1, 9) is { Count: > 0 } replicas ? target with { Replication = target.Replication.AddRange(replicas) } : null),
            ["read_consistency"] = Text<OnlineTargetSettings>("must be local_one, local_quorum or quorum", ReadConsistency(), (target, text) => target with { ReadConsistency = text }),
            ["write_consistency"] = Text<OnlineTargetSettings>("must be local_one, local_quorum, quorum or each_quorum", WriteConsistency(), (target, text) => target with { WriteConsistency = text }),
            ["hedge_after"] = new(
                "must be 0, or 1ms to 2000ms, for example 20ms", (target, value) => value.ZeroOrMilliseconds is { } wait ? target with { HedgeAfter = wait } : null),
            ["hedge_budget"] = new(
                "must be a number from 0 to 1, without quotes, for example 0.05", (target, value) => value.Share is { } share ? target with { HedgeBudget = share } : null),
            ["retention"] = new(
                "must be a whole number of hours or days, 1h to 9999h or 1d to 3660d, for example 30d",
                (target, value) => value.Text is { } text && RetentionForm().IsMatch(text) && Duration.TryParse(text, out var retention) ? target with { Retention = retention } : null),
            ["credentials_file"] = Text<OnlineTargetSettings>("must be the path of a file with user name and password in two lines", Line(), (target, text) => target with { CredentialsFile = text }),
            ["user_variable"] = Text<OnlineTargetSettings>("must be the name of an environment variable that holds the user name", Variable(), (target, text) => target with { UserVariable = text }),
            ["password_variable"] = Text<OnlineTargetSettings>("must be the name of an environment variable that holds the password", Variable(), (target, text) => target with { PasswordVariable = text }),
            ["tls"] = Flag<OnlineTargetSettings>((target, on) => target with { Tls = on }),
            ["authority_file"] = Text<OnlineTargetSettings>("must be the path of a PEM file", Line(), (target, text) => target with { AuthorityFile = text }),
            ["certificate_file"] = Text<OnlineTargetSettings>("must be the path of a PEM file", Line(), (target, text) => target with { CertificateFile = text }),
        }),
    }.ToDictionary();

    /// <summary>A target's name.</summary>
    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,39}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    public static partial Regex Name();

    private static KeyValuePair<string, Section<OnlineTargetSettings>> Store(string store, Dictionary<string, SectionKey<OnlineTargetSettings>> keys) => KeyValuePair.Create(
        store,
        // By its store the section was chosen.
        new Section<OnlineTargetSettings>(
            new(store), _ => null, new Dictionary<string, SectionKey<OnlineTargetSettings>>(keys) { ["store"] = new("", (target, _) => target) }, $" of a {store} target"));

    private static SectionKey<OnlineTargetSettings> Entities() => new(
        "must be a list of entities, for example [airport, carrier]",
        (target, value) => value.Texts(Entity()) is { } names ? target with { Entities = [.. names] } : null);

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
        @"^([1-9][0-9]{0,3}h|([1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|36[0-5][0-9]|3660)d)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RetentionForm();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,254}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,99}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entity();
}

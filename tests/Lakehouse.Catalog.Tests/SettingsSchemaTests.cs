using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Json.Schema;
using Lakehouse.Catalog.Internal;

namespace Lakehouse.Catalog.Tests;

/// <summary>The schema that editors check <c>lakehouse.yaml</c> by, and the reader, accept the same files.</summary>
public sealed class SettingsSchemaTests
{
    private const int Files = 5_000;
    private static readonly JsonSchema Schema = JsonSchema.FromText(LakeSettings.JsonSchema);

    private static readonly Gen<string> Lengths = Gen.Select(
        OneOf("", "0", "00", "+", "-", " "),
        Gen.OneOf(
            Gen.Int[0, 2_000].Select(Text), Gen.Int[0, 1_000_000_000].Select(Text),
            OneOf("10000", "10001", "240000", "240001", "14400000", "14400001", "864000000", "864000001", "99999999999", "")),
        OneOf("s", "m", "h", "d", "w", "", "H", " h"),
        (zeros, digits, unit) => zeros + digits + unit);

    private static readonly Gen<string> Sizes = Gen.Select(
        OneOf("0", "1", "12", "999999", "1000000", "1.5", "1.2345", "01", "-1", ""), OneOf("", " ", "  "), OneOf("MB", "GB", "MiB", "GiB", "TB", "gb", ""),
        (number, space, unit) => number + space + unit);

    private static readonly Gen<string> SparkTexts = OneOf("duckdb", "spark", "local", "local[2]", "local[*]", "local[0]", "local[*,3]", "spark://host:7077", "spark://", "yarn", "k8s://https://h:1", "mesos://h");

    private static readonly Gen<JsonNode?> Scalars = Gen.OneOf(
        SparkTexts.Select(JsonNode? (text) => JsonValue.Create(text)),
        Lengths.Select(JsonNode? (text) => JsonValue.Create(text)),
        Sizes.Select(JsonNode? (text) => JsonValue.Create(text)),
        Gen.Int[-1, 1_026].Select(JsonNode? (number) => JsonValue.Create(number)),
        OneOf(0, 1, 1_024, 1_025).Select(JsonNode? (number) => JsonValue.Create(number)),
        OneOf(0.5, 2.0, 1024.0, 1e15).Select(JsonNode? (number) => JsonValue.Create(number)),
        Gen.Bool.Select(JsonNode? (flag) => JsonValue.Create(flag)),
        Gen.Const((JsonNode?)null));

    private static readonly Gen<string> Keys =
        Gen.OneOf(OneOf([.. Setting.Known.Keys.Select(k => k.Split('.')[^1]), .. Setting.Groups]), OneOf("Horizon", "speed", "engine.threads", "thread", "watch", "spark.executor.memory", "spark.ui.enabled", "sparkle"));

    private static readonly Gen<JsonNode?> Values = Gen.Frequency(
        (8, Scalars),
        (1, Scalars.Array[0, 2].Select(JsonNode? (items) => new JsonArray([.. items.Select(i => i?.DeepClone())]))),
        (4, Objects(Gen.Frequency((6, Scalars), (2, Objects(Scalars).Select(JsonNode? (o) => o)))).Select(JsonNode? (o) => o)));

    [Fact]
    public void Parse_GeneratedFiles_RefusesWhatTheSchemaRefuses()
    {
        var accepted = 0;

        Gen.OneOf(Objects(Values), Likely(), LikelyTargets(), LikelySecurity(), LikelyLimits()).Sample(
            settings =>
            {
                var byReader = Accepts(Yaml.Of(settings));
                if (byReader) Interlocked.Increment(ref accepted);
                byReader.Should().Be(Schema.Evaluate(JsonSerializer.SerializeToElement(settings)).IsValid, Yaml.Of(settings));
            },
            iter: Files);

        accepted.Should().BeInRange(Files / 10, Files * 9 / 10, "both sides must be met often");
    }

    [Fact]
    public void JsonSchema_ItsKeys_AreTheReaders()
    {
        var properties = JsonNode.Parse(LakeSettings.JsonSchema)!["properties"]!.AsObject();

        var keys = properties.SelectMany(p => p.Value!["properties"] is JsonObject inner ? inner.Select(i => $"{p.Key}.{i.Key}") : [p.Key]);

        keys.Should().BeEquivalentTo(Setting.Known.Keys);
    }

    [Fact]
    public void JsonSchema_ItsDefaults_AreTheReaders()
    {
        var properties = JsonNode.Parse(LakeSettings.JsonSchema)!["properties"]!.AsObject();
        JsonNode? Default(JsonNode? property) => property!["properties"] is JsonObject inner
            ? new JsonObject(inner.Select(i => KeyValuePair.Create(i.Key, Default(i.Value))).Where(i => i.Value is not null))
            : property["default"]?.DeepClone();

        var yaml = Yaml.Of(new JsonObject(properties.Select(p => KeyValuePair.Create(p.Key, Default(p.Value))).Where(p => p.Value is not null)));

        yaml.Should().Contain("horizon");
        SettingsReader.Parse(yaml, "x").Should().Be(new LakeSettings());
    }

    /// <summary>Files in which every known key has some value of the kind that it wants, right or nearly so.</summary>
    private static Gen<JsonObject> Likely() => Gen.Select(
        Lengths, Lengths, Sizes, Gen.Int[0, 1_025], SparkTexts, Gen.Int[0, 63],
        (horizon, delay, memory, threads, spark, absent) =>
        {
            var engine = new JsonObject();
            if ((absent & 1) == 0) engine["threads"] = threads;
            if ((absent & 2) == 0) engine["memory_limit"] = memory;
            var settings = new JsonObject { ["engine"] = engine };
            if ((absent & 48) == 16) engine["name"] = spark;
            if ((absent & 48) == 32) settings["spark"] = new JsonObject { ["master"] = spark, ["conf"] = new JsonObject { ["spark.executor.cores"] = threads } };
            if ((absent & 4) != 0) settings["horizon"] = horizon;
            if ((absent & 12) == 12) settings["serving_delay"] = delay;
            return settings;
        });

    /// <summary>Files with online targets whose values are right or nearly so.</summary>
    private static Gen<JsonObject> LikelyTargets()
    {
        var texts = OneOf(
            "airport", "Airport", "eu-west", "10.0.0.1", "a b", "", "local_one", "each_quorum", "SECRET_1", "/run/secrets/cassandra", "two\nlines", "lake_1", "1lake",
            "20ms", "2000ms", "2001ms", "0ms", "30d", "3661d", "9999h", "0h").Select(JsonNode? (t) => JsonValue.Create(t));
        var numbers = OneOf(0, 1, 3, 9, 10, 9042, 65_535, 65_536, 0.05, 1.5, -0.1).Select(JsonNode? (n) => JsonValue.Create(n));
        var lists = texts.Array[0, 2].Select(JsonNode? (items) => new JsonArray([.. items.Select(i => i?.DeepClone())]));
        var maps = Gen.Select(OneOf("eu-west", "dc 1", "us"), numbers).Array[0, 2]
            .Select(JsonNode? (pairs) => new JsonObject(pairs.DistinctBy(p => p.Item1).Select(p => KeyValuePair.Create(p.Item1, p.Item2?.DeepClone()))));
        var values = Gen.Frequency((6, texts), (3, numbers), (4, lists), (2, maps), (1, Gen.Bool.Select(JsonNode? (b) => JsonValue.Create(b))), (1, Scalars));
        var keys = OneOf([.. TargetSetting.Known.Values.SelectMany(k => k.Keys).Distinct(), "password", "store"]);
        var target = Gen.Select(OneOf("cassandra", "cassandra", "sqlite", "redis"), Gen.Select(keys, values).Array[0, 2], (store, pairs) =>
        {
            var one = new JsonObject { ["store"] = store };
            foreach (var (key, value) in pairs.DistinctBy(p => p.Item1)) one[key] = value?.DeepClone();
            return one;
        });
        return Gen.Select(
            OneOf("eu", "us-2", "EU", "-x", "a_b"), target, OneOf("default", "switch_after", "extra_reads"), Gen.OneOf(texts, numbers, lists), Gen.Int[0, 3],
            (name, one, key, chosen, form) => new JsonObject
            {
                ["online"] = form == 0
                    ? new JsonObject { [key] = chosen?.DeepClone(), ["targets"] = new JsonObject { ["eu"] = one } }
                    : new JsonObject { ["targets"] = new JsonObject { [form == 1 ? name : "eu"] = one } },
            });
    }

    /// <summary>Files with rules of access whose values are right or nearly so.</summary>
    private static Gen<JsonObject> LikelySecurity()
    {
        var texts = OneOf(
            "key:trainer", "jwt:*", "cert:", "*", "user:x", "delays@1", "delays", "del*@*", "Delays", "a@0", "a b", "", "sub", "1s", "60s", "61s", "100ms", "99ms", "300s", "301s", "0s", "refuse", "drop",
            "https://issuer/keys", "http://localhost:80/keys", "http://issuer/keys", "two\nlines").Select(JsonNode? (t) => JsonValue.Create(t));
        var numbers = OneOf(0, 1, 999, 1_000, 1_000_000, 1_000_001, 1_000_000_000, 1_000_000_001, 0.5).Select(JsonNode? (n) => JsonValue.Create(n));
        var lists = texts.Array[0, 2].Select(JsonNode? (items) => new JsonArray([.. items.Select(i => i?.DeepClone())]));
        var maps = Gen.Select(OneOf("team", "a b", ""), Gen.Frequency((4, texts), (1, numbers))).Array[0, 2]
            .Select(JsonNode? (pairs) => new JsonObject(pairs.DistinctBy(p => p.Item1).Select(p => KeyValuePair.Create(p.Item1, p.Item2?.DeepClone()))));
        var values = Gen.Frequency((6, texts), (3, numbers), (5, lists), (2, maps), (3, Gen.Bool.Select(JsonNode? (b) => JsonValue.Create(b))), (1, Scalars));
        Gen<JsonNode?> Section(params string[] keys) => Gen.Select(OneOf(keys), values).Array[0, 3]
            .Select(JsonNode? (pairs) => new JsonObject(pairs.DistinctBy(p => p.Item1).Select(p => KeyValuePair.Create(p.Item1, p.Item2?.DeepClone()))));
        Gen<JsonNode?> List(Gen<JsonNode?> items) => items.Array[0, 2].Select(JsonNode? (all) => new JsonArray([.. all.Select(i => i?.DeepClone())]));
        var jwt = Gen.Select(Section("keys_file", "keys_url", "name_claim", "roles_claim", "clock_skew", "secret"), Gen.Int[0, 7], (section, given) =>
        {
            var complete = section!.DeepClone().AsObject();
            if (given != 0) complete["issuer"] = "https://issuer";
            if (given != 1) complete["audience"] = "lakehouse";
            return (JsonNode?)complete;
        });
        var rule = Section("callers", "roles", "claims", "sets", "projects", "push", "set");
        var quota = Gen.Select(Section("calls_per_second", "keys_per_second", "rate"), OneOf("*", "key:a", "a"), Gen.Int[0, 5], (section, caller, given) =>
        {
            var complete = section!.DeepClone().AsObject();
            if (given != 0) complete["caller"] = caller;
            return (JsonNode?)complete;
        });
        return Gen.Select(
            jwt, List(rule), List(quota), Section("enabled", "flush_after", "flush_rows", "buffer_rows", "when_full", "path"), values, Gen.Int[0, 5],
            (tokens, rules, quotas, audit, any, form) => new JsonObject
            {
                ["serving"] = new JsonObject
                {
                    ["security"] = form switch
                    {
                        0 => new JsonObject { ["jwt"] = tokens?.DeepClone() },
                        1 => new JsonObject { ["rules"] = rules?.DeepClone() },
                        2 => new JsonObject { ["quotas"] = quotas?.DeepClone(), ["enabled"] = true },
                        3 => new JsonObject { ["audit"] = audit?.DeepClone(), ["open_reflection"] = any?.DeepClone() },
                        4 => new JsonObject { ["rules"] = any?.DeepClone() },
                        _ => any?.DeepClone(),
                    },
                },
            });
    }

    /// <summary>Files with limits of the service whose values are right or nearly so.</summary>
    private static Gen<JsonObject> LikelyLimits()
    {
        var sizes = OneOf("1KiB", "99999KiB", "100000KiB", "0KiB", "1MiB", "512MiB", "513MiB", "99999MiB", "1GiB", "999GiB", "1000GiB", "4MB", "4 MiB");
        var lengths = OneOf("0s", "1s", "99999s", "1440m", "1441m", "24h", "25h", "1d");
        var values = Gen.Frequency(
            (6, Gen.OneOf(sizes, lengths).Select(JsonNode? (t) => JsonValue.Create(t))),
            (3, OneOf(0, 1, 16, 1_000_000, 1_000_001, 0.5).Select(JsonNode? (n) => JsonValue.Create(n))), (1, Scalars));
        var keys = OneOf("message", "messages_at_once", "keys", "deadline", "lookups", "lookups_per_stream", "streams", "connections", "calls_per_connection", "calls");
        return Gen.Select(keys, values).Array[0, 2].Select(pairs => new JsonObject
        {
            ["serving"] = new JsonObject { ["limits"] = new JsonObject(pairs.DistinctBy(p => p.Item1).Select(p => KeyValuePair.Create(p.Item1, p.Item2?.DeepClone()))) },
        });
    }

    private static Gen<JsonObject> Objects(Gen<JsonNode?> values) =>
        Gen.Select(Keys, values).Array[0, 3].Select(pairs => new JsonObject(pairs.DistinctBy(p => p.Item1).Select(p => KeyValuePair.Create(p.Item1, p.Item2?.DeepClone()))));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static bool Accepts(string yaml)
    {
        try
        {
            SettingsReader.Parse(yaml, "lakehouse.yaml");
            return true;
        }
        catch (CatalogException e)
        {
            e.Message.Should().Contain("line ").And.Contain("column ");
            return false;
        }
    }
}

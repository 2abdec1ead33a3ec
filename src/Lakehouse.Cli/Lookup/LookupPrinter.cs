using System.Text;
using System.Text.Json;
using Lakehouse.Cli.Output;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;
using Lakehouse.Pipelines.Lookup;

namespace Lakehouse.Cli.Lookup;

/// <summary>Answers of lookups as one JSON object a line, or as a row per feature.</summary>
internal static class LookupPrinter
{
    private static readonly OutputColumn[] Columns =
    [
        OutputColumn.Text("keys"), OutputColumn.Text("feature"), OutputColumn.Text("value"), OutputColumn.Text("status"),
        OutputColumn.Text("event_time"), OutputColumn.Text("known_at"), OutputColumn.Flag("stale"),
    ];

    public static async Task PrintAsync(Invocation call, SetDefinition set, IReadOnlyList<IReadOnlyDictionary<string, Value>> keys, IReadOnlyList<LookupAnswer> answers)
    {
        if (call.Format != OutputFormat.Json)
        {
            await call.PrintAsync(Columns, keys.Zip(answers).SelectMany(pair => Rows(set, pair.First, pair.Second)));
            return;
        }

        foreach (var (key, answer) in keys.Zip(answers)) await call.Terminal.Out.WriteLineAsync(Json(set, key, answer));
    }

    /// <summary>The answer as one JSON object.</summary>
    public static string Json(SetDefinition set, IReadOnlyDictionary<string, Value> key, LookupAnswer answer)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonValue.Options))
        {
            json.WriteStartObject();
            WriteGiven(json, "keys", set.Keys, key);
            if (set.Inputs.Any(f => key.ContainsKey(f.Name))) WriteGiven(json, "inputs", set.Inputs, key);
            json.WriteString("at", Instant.Format(answer.AtMicros));
            json.WriteStartObject("features");
            foreach (var feature in answer.Features)
            {
                json.WritePropertyName(feature.Name);
                JsonValue.Write(json, feature.Type, feature.Value);
            }

            json.WriteEndObject();
            json.WriteStartObject("status");
            foreach (var feature in answer.Features) json.WriteString(feature.Name, StatusText(feature.Status));
            json.WriteEndObject();
            WriteTimes(json, "event_time", answer.EventTimeMicros);
            WriteTimes(json, "known_at", answer.KnownAtMicros);
            json.WriteStartArray("stale");
            foreach (var view in answer.Stale) json.WriteStringValue(view);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteGiven(Utf8JsonWriter json, string name, IEnumerable<Field> fields, IReadOnlyDictionary<string, Value> key)
    {
        json.WriteStartObject(name);
        foreach (var field in fields.Where(f => key.ContainsKey(f.Name)))
        {
            json.WritePropertyName(field.Name);
            JsonValue.Write(json, field.Type, key[field.Name]);
        }

        json.WriteEndObject();
    }

    private static void WriteTimes(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, long?> times)
    {
        json.WriteStartObject(name);
        foreach (var (view, micros) in times)
        {
            if (micros is { } time) json.WriteString(view, Instant.Format(time));
            else json.WriteNull(view);
        }

        json.WriteEndObject();
    }

    private static IEnumerable<object?[]> Rows(SetDefinition set, IReadOnlyDictionary<string, Value> key, LookupAnswer answer)
    {
        var keyText = string.Join(" ", set.Keys.Concat(set.Inputs).Where(f => key.ContainsKey(f.Name)).Select(f => $"{f.Name}={CellText.Of(f.Type, key[f.Name]) ?? "∅"}"));
        foreach (var feature in answer.Features)
        {
            yield return
            [
                keyText, feature.Name, CellText.Of(feature.Type, feature.Value), StatusText(feature.Status),
                Time(answer.EventTimeMicros, feature.View), Time(answer.KnownAtMicros, feature.View), feature.View is { } view && answer.Stale.Contains(view),
            ];
        }
    }

    private static string? Time(IReadOnlyDictionary<string, long?> times, string? view) =>
        view is not null && times.TryGetValue(view, out var micros) && micros is { } time ? Instant.Format(time) : null;

    private static string StatusText(FeatureStatus status) => status switch
    {
        FeatureStatus.Present => "PRESENT",
        FeatureStatus.Null => "NULL",
        FeatureStatus.Expired => "EXPIRED",
        FeatureStatus.Absent => "ABSENT",
        FeatureStatus.OutOfRange => "OUT_OF_RANGE",
        FeatureStatus.Error => "ERROR",
        _ => throw new InvalidOperationException($"No name for {status}."),
    };
}

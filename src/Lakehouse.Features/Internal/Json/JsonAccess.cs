using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lakehouse.Features.Internal.Json;

/// <summary>Typed reads of stored definitions; what is missing or of another kind is a <see cref="FormatException"/> that names it.</summary>
internal static class JsonAccess
{
    internal static JsonObject Parse(string json, int format, string kind)
    {
        JsonObject root;
        try
        {
            root = JsonNode.Parse(json) as JsonObject ?? throw new FormatException("The definition is not a JSON object.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"The definition is not JSON: {e.Message}", e);
        }

        if (root.Number("format") is var found && found != format) throw new FormatException($"The definition has format {found}; this software reads format {format}.");
        if (kind.Length > 0 && root.Text("kind") is var stored && stored != kind) throw new FormatException($"The definition is a {stored}, not a {kind}.");
        return root;
    }

    internal static string Text(this JsonObject owner, string name) => owner.OptionalText(name) ?? throw Missing(name, "text");

    internal static string? OptionalText(this JsonObject owner, string name) => owner[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    internal static int Number(this JsonObject owner, string name) =>
        owner[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : throw Missing(name, "a number");

    internal static bool Flag(this JsonObject owner, string name) =>
        owner[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : throw Missing(name, "true or false");

    internal static JsonObject Child(this JsonObject owner, string name) => owner[name] as JsonObject ?? throw Missing(name, "an object");

    internal static JsonArray Array(this JsonObject owner, string name) => owner[name] as JsonArray ?? throw Missing(name, "an array");

    internal static IEnumerable<JsonObject> Items(this JsonObject owner, string name) => owner.Array(name).Select(item => item as JsonObject ?? throw Missing(name, "objects"));

    /// <summary>Adds a member unless its value is null.</summary>
    internal static JsonObject With(this JsonObject owner, string name, JsonNode? value)
    {
        if (value is not null) owner.Add(name, value);
        return owner;
    }

    internal static JsonArray ToJson(this IEnumerable<JsonNode> items) => [.. items];

    private static FormatException Missing(string name, string what) => new($"The definition lacks {what} at '{name}'.");
}

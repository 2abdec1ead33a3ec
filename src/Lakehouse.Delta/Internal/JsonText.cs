using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lakehouse.Delta.Internal;

/// <summary>How JSON is written to the log: compact, non-ASCII text as itself.</summary>
internal static class JsonText
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same for writers.</summary>
    public static JsonWriterOptions Compact { get; } = new() { Encoder = Options.Encoder };

    /// <summary>An object without those of its own members that are null, which actions of checkpoints have and actions of commits have not.</summary>
    public static JsonObject WithoutNulls(JsonNode? node) =>
        new((node as JsonObject ?? []).Where(m => m.Value is not null).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));

    /// <summary>A text as a JSON string.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, Options);
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lakehouse.Catalog.Tests;

/// <summary>Settings as YAML in block style, as a person writes them; by hand, so that no YAML library decides what a value is.</summary>
internal static class Yaml
{
    public static string Of(JsonObject settings) => "# settings\n" + (settings.Count == 0 ? "{}\n" : Block(settings, ""));

    private static string Block(JsonObject mapping, string indent) => string.Concat(mapping.Select(pair => pair.Value switch
    {
        JsonObject { Count: > 0 } inner => $"{indent}{Key(pair.Key)}:\n{Block(inner, indent + "  ")}",
        JsonObject => $"{indent}{Key(pair.Key)}: {{}}\n",
        JsonArray list => $"{indent}{Key(pair.Key)}: {Flow(list)}\n",
        var scalar => $"{indent}{Key(pair.Key)}: {Scalar(scalar)}\n",
    }));

    private static string Flow(JsonNode? node) => node switch
    {
        JsonObject mapping => $"{{{string.Join(", ", mapping.Select(p => $"{Key(p.Key)}: {Flow(p.Value)}"))}}}",
        JsonArray list => $"[{string.Join(", ", list.Select(Flow))}]",
        _ => Scalar(node),
    };

    private static string Key(string key) => key.Length > 0 && !key.Contains(' ') ? key : JsonSerializer.Serialize(key);

    private static string Scalar(JsonNode? node) => node?.GetValueKind() switch
    {
        null => "~",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.String => Text(node.GetValue<string>()),
        _ when node.AsValue().TryGetValue<int>(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => node.GetValue<double>() is var real && double.IsInteger(real) && Math.Abs(real) < 1e15 ? real.ToString("0.0", CultureInfo.InvariantCulture) : node.ToJsonString(),
    };

    /// <summary>Plain where nobody could take it for anything but text: a letter after a digit or at the beginning.</summary>
    private static string Text(string text) =>
        text.Length > 1 && char.IsAsciiDigit(text[0]) && "smhdB".Contains(text[^1]) ? text : JsonSerializer.Serialize(text);
}

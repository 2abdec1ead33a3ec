using System.Text.Json.Nodes;
using Lakehouse.Features.Internal.Json;

namespace Lakehouse.Features.Internal.Fits;

/// <summary>Parameters of fits as JSON: numbers that no reader rounds are text.</summary>
internal static class Parameters
{
    /// <summary>A double, or null for NULL.</summary>
    internal static JsonNode? Number(Value value) => value.IsNull ? null : EcmaNumber.Text(value.AsDouble);

    internal static Value ReadValue(JsonObject owner, string name, DataType type) => owner.OptionalText(name) is { } text ? ValueParse.Of(text, type) : Value.Null;

    /// <summary>A category: text of its value; times as integers, whose text has a limited range.</summary>
    internal static string Category(Value value, DataType type) => type.Kind switch
    {
        TypeKind.Timestamp or TypeKind.Date => ValueText.Of(value, DataType.Int64),
        _ => ValueText.Of(value, type),
    };

    internal static Value ReadCategory(string text, DataType type) => ValueParse.Of(text, type.Kind is TypeKind.Timestamp or TypeKind.Date ? DataType.Int64 : type);

    internal static long ReadLong(JsonObject owner, string name) =>
        owner[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number : throw new FormatException($"The fit lacks a number at '{name}'.");
}

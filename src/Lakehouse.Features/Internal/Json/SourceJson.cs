using System.Text.Json.Nodes;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Features.Internal.Json;

/// <summary>Sources and fields as JSON.</summary>
internal static class SourceJson
{
    internal static JsonObject Write(SourceDefinition source) => new()
    {
        ["name"] = source.Name,
        ["format"] = WriteFormat(source.Format),
        ["columns"] = source.Columns.Select(WriteField).ToJson(),
    };

    internal static SourceDefinition Read(JsonObject node) => new(node.Text("name"), ReadFormat(node.Child("format")), [.. node.Items("columns").Select(ReadField)]);

    /// <summary>Only the options that a format heeds.</summary>
    internal static JsonObject WriteFormat(SourceFormat format)
    {
        var node = new JsonObject { ["kind"] = EnumNames<SourceKind>.Of(format.Kind) };
        if (format.Kind == SourceKind.Csv)
        {
            node["delimiter"] = format.Delimiter.ToString();
            node["header"] = format.Header;
            node["quote"] = format.Quote.ToString();
            node["null_text"] = format.NullText;
        }

        return node.With("zone", format.IsText ? format.Zone : null).With("path", format.Kind == SourceKind.Delta ? format.Path : null);
    }

    internal static JsonObject WriteField(Field field) => new() { ["name"] = field.Name, ["type"] = field.Type.ToString(), ["nullable"] = field.Nullable };

    internal static Field ReadField(JsonObject node) => new(node.Text("name"), ExprJson.ReadType(node), node.Flag("nullable"));

    private static SourceFormat ReadFormat(JsonObject node)
    {
        var format = new SourceFormat(EnumNames<SourceKind>.Parse(node.Text("kind"))) { Zone = node.OptionalText("zone"), Path = node.OptionalText("path") };
        return format.Kind != SourceKind.Csv ? format : format with
        {
            Delimiter = Unit(node, "delimiter"),
            Header = node.Flag("header"),
            Quote = Unit(node, "quote"),
            NullText = node.Text("null_text"),
        };
    }

    private static char Unit(JsonObject node, string name) => node.Text(name) is [var unit] ? unit : throw new FormatException($"'{name}' of a CSV source is not one character.");
}

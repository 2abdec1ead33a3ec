using System.Text.Json;

namespace Lakehouse.Delta.Internal;

/// <summary>Statistics of a data file as some writer wrote them; whatever is absent or unreadable is unknown.</summary>
internal sealed class FileStatistics
{
    private static readonly FileStatistics Unknown = new(default);
    private readonly JsonElement root;

    private FileStatistics(JsonElement root) => this.root = root;

    public long? RecordCount => root.ValueKind == JsonValueKind.Object && root.TryGetProperty("numRecords", out var count)
        && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out var number) ? number : null;

    /// <summary>Reads the text of an add action's <c>stats</c>.</summary>
    public static FileStatistics Parse(string? json)
    {
        if (json is null) return Unknown;
        try
        {
            using var document = JsonDocument.Parse(json);
            return new FileStatistics(document.RootElement.Clone());
        }
        catch (JsonException)
        {
            return Unknown;
        }
    }

    public long? NullCount(string column) => Find("nullCount", column) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var count) ? count : null;

    public JsonElement? Min(string column) => Find("minValues", column);

    public JsonElement? Max(string column) => Find("maxValues", column);

    private JsonElement? Find(string kind, string column) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(kind, out var group) && group.ValueKind == JsonValueKind.Object && group.TryGetProperty(column, out var value)
            ? value
            : null;
}

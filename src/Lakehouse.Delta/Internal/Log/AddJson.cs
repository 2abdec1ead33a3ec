using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Lakehouse.Delta.Internal.Log;

/// <summary>Takes add actions apart into <see cref="AddText"/> and puts them together again.</summary>
internal static class AddJson
{
    /// <summary>Fields of an add that <see cref="DataFile"/> has as values.</summary>
    private static readonly HashSet<string> Fields = ["path", "partitionValues", "size", "modificationTime", "dataChange", "stats"];

    /// <summary>Keeps what an action holds beyond the values of a <see cref="DataFile"/>.</summary>
    public static AddText Keep(JsonElement action)
    {
        var text = new ArrayBufferWriter<byte>();
        if (action.TryGetProperty("stats", out var stats) && stats.ValueKind == JsonValueKind.String) Unescape(stats, text);
        var statsLength = text.WrittenCount;
        Utf8JsonWriter? writer = null;
        foreach (var field in action.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Null || Fields.Contains(field.Name)) continue;
            if (writer is null)
            {
                writer = new Utf8JsonWriter(text, JsonText.Compact);
                writer.WriteStartObject();
            }

            field.WriteTo(writer);
        }

        writer?.WriteEndObject();
        writer?.Dispose();
        return text.WrittenCount == 0 ? default : new AddText(text.WrittenSpan.ToArray(), Offset: 0, statsLength, text.WrittenCount - statsLength);
    }

    /// <summary>The action as text.</summary>
    public static string Write(DataFile file)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, JsonText.Compact)) Write(writer, file, file.DataChange);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Writes the action as one JSON object.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="file">The file that the action adds.</param>
    /// <param name="dataChange">The action's field of this name.</param>
    /// <param name="unknown">Takes note of fields that it does not know, if given.</param>
    public static void Write(Utf8JsonWriter writer, DataFile file, bool dataChange, UnknownFields? unknown = null)
    {
        writer.WriteStartObject();
        writer.WriteString("path", file.Path);
        writer.WriteStartObject("partitionValues");
        foreach (var (column, value) in file.PartitionValues) writer.WriteString(column, value);
        writer.WriteEndObject();
        writer.WriteNumber("size", file.Size);
        writer.WriteNumber("modificationTime", file.ModificationTimeMillis);
        writer.WriteBoolean("dataChange", dataChange);
        if (!file.Text.Stats.IsEmpty) writer.WriteString("stats", file.Text.Stats.Span);
        foreach (var (name, value) in Others(file.Text))
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(value.Span, skipInputValidation: true);
            if (unknown is null || CheckpointColumns.IsKnown("add", name)) continue;
            using var document = JsonDocument.Parse(value);
            unknown.Observe("add", name, document.RootElement);
        }

        writer.WriteEndObject();
    }

    /// <summary>The action's tags, or null.</summary>
    public static IReadOnlyDictionary<string, string>? Tags(AddText text)
    {
        if (text.Others.IsEmpty) return null;
        using var others = JsonDocument.Parse(text.Others);
        var tags = ActionParser.Map(others.RootElement, "tags");
        return tags.Count == 0 ? null : tags.Where(t => t.Value is not null).ToDictionary(t => t.Key, t => t.Value!);
    }

    private static List<(string Name, ReadOnlyMemory<byte> Value)> Others(AddText text)
    {
        var fields = new List<(string, ReadOnlyMemory<byte>)>();
        if (text.Others.IsEmpty) return fields;
        var reader = new Utf8JsonReader(text.Others.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            fields.Add((name, text.Others[start..(int)reader.BytesConsumed]));
        }

        return fields;
    }

    private static void Unescape(JsonElement text, ArrayBufferWriter<byte> into)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text);
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        into.Advance(reader.CopyString(into.GetSpan(raw.Length)));
    }
}

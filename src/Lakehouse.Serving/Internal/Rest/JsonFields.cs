using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace Lakehouse.Serving.Internal.Rest;

/// <summary>Holds JSON to a message's fields, each known and there once, and writes it as protobuf's reader takes it without losing a digit.</summary>
/// <remarks>That reader takes every number for a double: of 9007199254740993 it would make 9007199254740992, which is another key. As text it takes all 64 bits.</remarks>
internal static class JsonFields
{
    /// <summary>The least integer that the double of a greater one may be.</summary>
    private const double Exact = 1L << 53;
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same JSON, with 64-bit integers as text.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: a field is not known, or stands twice; details name it.</exception>
    /// <exception cref="FormatException">A 64-bit integer is none.</exception>
    public static ReadOnlySpan<byte> Read(JsonElement json, MessageDescriptor message)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, Plain)) Object(writer, json, message, path: "");
        return output.WrittenSpan;
    }

    private static void Object(Utf8JsonWriter writer, JsonElement json, MessageDescriptor message, string path)
    {
        if (json.ValueKind != JsonValueKind.Object) throw GrpcErrors.Malformed($"{(path.Length == 0 ? "The body" : path)} is to be a JSON object.");
        var seen = new HashSet<int>();
        writer.WriteStartObject();
        foreach (var property in json.EnumerateObject())
        {
            var place = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (Find(message, property.Name) is not { } field)
                throw GrpcErrors.Invalid($"There is no field {place}; those of {message.Name} are {string.Join(", ", message.Fields.InDeclarationOrder().Select(f => f.JsonName))}.", place);
            if (!seen.Add(field.FieldNumber)) throw GrpcErrors.Invalid($"The field {place} stands twice.", place);
            writer.WritePropertyName(property.Name);
            Field(writer, property.Value, field, place);
        }

        writer.WriteEndObject();
    }

    /// <summary>The mapping takes names as JSON has them and as the proto has them.</summary>
    private static FieldDescriptor? Find(MessageDescriptor message, string name) => message.Fields.InDeclarationOrder().FirstOrDefault(f => f.JsonName == name || f.Name == name);

    private static void Field(Utf8JsonWriter writer, JsonElement json, FieldDescriptor field, string place)
    {
        // Null is the mapping's word for a field that is not set.
        if (json.ValueKind == JsonValueKind.Null || !field.IsRepeated)
        {
            Value(writer, json, field, place);
            return;
        }

        if (json.ValueKind != JsonValueKind.Array) throw GrpcErrors.Invalid($"The field {place} is to be a list.", place);
        var index = 0;
        writer.WriteStartArray();
        foreach (var one in json.EnumerateArray())
        {
            if (field.FieldType == FieldType.Message) Object(writer, one, field.MessageType, $"{place}[{index++}]");
            else Value(writer, one, field, place);
        }

        writer.WriteEndArray();
    }

    private static void Value(Utf8JsonWriter writer, JsonElement json, FieldDescriptor field, string place)
    {
        if (field.FieldType == FieldType.Message && json.ValueKind != JsonValueKind.Null) Object(writer, json, field.MessageType, place);
        else if (field.FieldType == FieldType.SFixed64 && json.ValueKind == JsonValueKind.Number) Integer(writer, json);
        else json.WriteTo(writer);
    }

    private static void Integer(Utf8JsonWriter writer, JsonElement json)
    {
        if (json.TryGetInt64(out var whole)) writer.WriteStringValue(whole.ToString(CultureInfo.InvariantCulture));
        else if (Math.Abs(json.GetDouble()) < Exact) json.WriteTo(writer);
        // With a point or an exponent.
        else if (json.TryGetDecimal(out var number) && number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue) writer.WriteStringValue($"{(long)number}");
        else throw new FormatException();
    }
}

using System.Text.Json;
using Google.Protobuf.Reflection;

namespace Lakehouse.Serving.Internal.Rest;

/// <summary>Holds JSON to a message's fields: each is known and stands once.</summary>
internal static class JsonFields
{
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: a field is not known, or stands twice; details name it.</exception>
    public static void Check(JsonElement json, MessageDescriptor message, string path)
    {
        if (json.ValueKind != JsonValueKind.Object) throw GrpcErrors.Malformed($"{(path.Length == 0 ? "The body" : path)} is to be a JSON object.");
        var seen = new HashSet<int>();
        foreach (var property in json.EnumerateObject())
        {
            var place = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (Find(message, property.Name) is not { } field)
                throw GrpcErrors.Invalid($"There is no field {place}; those of {message.Name} are {string.Join(", ", message.Fields.InDeclarationOrder().Select(f => f.JsonName))}.", place);
            if (!seen.Add(field.FieldNumber)) throw GrpcErrors.Invalid($"The field {place} stands twice.", place);
            if (field.FieldType == FieldType.Message) CheckMessages(property.Value, field, place);
        }
    }

    /// <summary>The mapping takes names as JSON has them and as the proto has them.</summary>
    private static FieldDescriptor? Find(MessageDescriptor message, string name) => message.Fields.InDeclarationOrder().FirstOrDefault(f => f.JsonName == name || f.Name == name);

    private static void CheckMessages(JsonElement json, FieldDescriptor field, string place)
    {
        // Null is the mapping's word for a field that is not set.
        if (json.ValueKind == JsonValueKind.Null) return;
        if (!field.IsRepeated)
        {
            Check(json, field.MessageType, place);
            return;
        }

        if (json.ValueKind != JsonValueKind.Array) throw GrpcErrors.Invalid($"The field {place} is to be a list.", place);
        var index = 0;
        foreach (var one in json.EnumerateArray()) Check(one, field.MessageType, $"{place}[{index++}]");
    }
}

using System.Text.Json;

namespace Lakehouse.Delta.Internal.Log;

/// <summary>Fields of actions that the protocol does not have as far as it is known here, with types that fit their values, so that a checkpoint can keep them.</summary>
internal sealed class UnknownFields
{
    private readonly Dictionary<string, Dictionary<string, JsonShape?>> shapes = [];

    /// <summary>Takes note of a value, if the field is an unknown one.</summary>
    public void Observe(string action, string field, JsonElement value)
    {
        if (CheckpointColumns.IsKnown(action, field)) return;
        if (!shapes.TryGetValue(action, out var fields)) shapes[action] = fields = new(StringComparer.OrdinalIgnoreCase);
        fields[field] = JsonShape.Merge(fields.GetValueOrDefault(field), JsonShape.Of(value));
    }

    /// <summary>The unknown fields of an action, with DuckDB types.</summary>
    public IEnumerable<(string Name, string Type)> Of(string action) =>
        shapes.TryGetValue(action, out var fields) ? fields.Where(f => f.Value is not null).Select(f => (f.Key, f.Value!.DuckDbType)) : [];
}

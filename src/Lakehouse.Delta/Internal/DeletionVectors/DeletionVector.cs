using System.Text.Json;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.DeletionVectors;

/// <summary>Where the set of a data file's deleted rows is stored (Delta protocol, deletion vector descriptor).</summary>
/// <param name="Storage"><c>u</c>: a file named by an encoded UUID; <c>p</c>: a file by its absolute path; <c>i</c>: inline.</param>
/// <param name="Text">What names the file, or the encoded set itself.</param>
/// <param name="Offset">Where the set begins in the file; null when the log does not say, which is right after the version byte.</param>
/// <param name="SizeInBytes">Bytes of the serialized set.</param>
/// <param name="Cardinality">Number of deleted rows.</param>
internal sealed record DeletionVector(char Storage, string Text, int? Offset, int SizeInBytes, long Cardinality)
{
    private const int EncodedUuidLength = 20;

    /// <summary>True when the set stands in the log itself.</summary>
    public bool IsInline => Storage == 'i';

    /// <summary>What tells it from other vectors of the same data file.</summary>
    public string UniqueId => Storage + Text + (Offset is { } offset ? $"@{offset}" : "");

    /// <summary>The descriptor of an add or remove action, or null when it has none.</summary>
    /// <exception cref="FormatException">A required field is missing or out of range.</exception>
    public static DeletionVector? Parse(JsonElement action)
    {
        if (!action.TryGetProperty("deletionVector", out var json) || json.ValueKind == JsonValueKind.Null) return null;
        if (json.ValueKind != JsonValueKind.Object) throw new FormatException("its deletionVector is no object");
        var storage = ActionParser.Text(json, "storageType");
        var text = ActionParser.Text(json, "pathOrInlineDv");

        // Checkpoints give a struct of nulls for files without one.
        if (storage is null && text is null) return null;
        if (storage is not ("u" or "p" or "i")) throw new FormatException($"its deletionVector has the unknown storage type '{storage}'");
        if (text is null or "") throw new FormatException("its deletionVector names no bitmap");
        return new DeletionVector(
            storage[0],
            text,
            (int?)Number(json, "offset", int.MaxValue),
            (int)Required(json, "sizeInBytes", int.MaxValue),
            Required(json, "cardinality", long.MaxValue));
    }

    /// <summary>The path of the file that holds it, as <see cref="DeltaPath.Canonical"/> spells it: relative to the root where it lies under it. Null when inline.</summary>
    /// <param name="table">The table's root.</param>
    /// <exception cref="FormatException">The name is no encoded UUID.</exception>
    /// <exception cref="DeltaException">The path is of another store.</exception>
    public string? FilePath(string table)
    {
        if (IsInline) return null;
        if (Storage == 'p') return DeltaPath.Canonical(table, Text);
        if (Text.Length < EncodedUuidLength) throw new FormatException($"'{Text}' is too short to name a deletion vector's file");
        var prefix = Text[..^EncodedUuidLength];
        var uuid = new Guid(Z85.Decode(Text[^EncodedUuidLength..]), bigEndian: true);
        return (prefix.Length == 0 ? "" : prefix + "/") + $"deletion_vector_{uuid:D}.bin";
    }

    private static long Required(JsonElement json, string name, long max) => Number(json, name, max) ?? throw new FormatException($"its deletionVector has no {name}");

    private static long? Number(JsonElement json, string name, long max)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0 && number <= max
            ? number
            : throw new FormatException($"its deletionVector's {name} is out of range");
    }
}

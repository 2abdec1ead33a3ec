using System.Text.Json;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.Maintenance;

/// <summary>Where the file of a deletion vector lies (Delta protocol, §Deletion Vector Descriptor Schema).</summary>
internal static class VectorPath
{
    private const int EncodedIdLength = 20;
    private const string Z85 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    /// <summary>The canonical path of the file that an add or remove action points to; null when it has no vector, or one that lies in the log itself.</summary>
    /// <exception cref="DeltaException">The descriptor cannot be understood.</exception>
    public static string? Of(string table, JsonElement action)
    {
        if (!action.TryGetProperty("deletionVector", out var vector) || vector.ValueKind != JsonValueKind.Object) return null;
        var place = ActionParser.Text(vector, "pathOrInlineDv") ?? "";
        return ActionParser.Text(vector, "storageType") switch
        {
            "i" => null,
            "p" => DeltaPath.Canonical(table, place),
            "u" when place.Length >= EncodedIdLength => Relative(table, place),
            var type => throw new DeltaException(
                DeltaErrorCode.Corrupt,
                $"Table '{table}': a deletion vector has storage type '{type}' and a path of {place.Length} characters, which name no file. Which files are needed is unknown."),
        };
    }

    private static string Relative(string table, string place)
    {
        var prefix = place[..^EncodedIdLength];
        var id = new Guid(Decode(table, place[^EncodedIdLength..]), bigEndian: true);
        return (prefix.Length == 0 ? "" : prefix + "/") + $"deletion_vector_{id}.bin";
    }

    private static byte[] Decode(string table, string text)
    {
        var bytes = new byte[text.Length / 5 * 4];
        for (var group = 0; group < text.Length / 5; group++)
        {
            var value = 0UL;
            foreach (var c in text.AsSpan(group * 5, 5)) value = (value * 85) + Digit(table, c);
            if (value > uint.MaxValue) throw Broken(table);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(group * 4), (uint)value);
        }

        return bytes;
    }

    private static ulong Digit(string table, char c) => Z85.IndexOf(c) is >= 0 and var digit ? (ulong)digit : throw Broken(table);

    private static DeltaException Broken(string table) =>
        new(DeltaErrorCode.Corrupt, $"Table '{table}': the id of a deletion vector is not in Z85. Which files are needed is unknown.");
}

using System.Collections.Immutable;
using System.Text;
using Lakehouse.Features;
using Lakehouse.Online.Sets;

namespace Lakehouse.Serving.Internal;

/// <summary>Which values of the right type are no keys all the same: text that is not valid Unicode, and keys longer than stores keep.</summary>
internal static class KeyRules
{
    /// <summary>Longest key in bytes, as stores write it.</summary>
    /// <remarks>Text as UTF-8 with two bytes more and two for each 0, eight bytes for anything else (Cassandra's limit of a partition key).</remarks>
    public const int MaxBytes = 65_535;

    /// <summary>Replaces what is no key by NULL.</summary>
    public static void Check(ImmutableArray<Field> fields, Value[][] keys, ref List<BadCell>? bad)
    {
        for (var row = 0; row < keys.Length; row++)
        {
            var most = 0L;
            for (var i = 0; i < fields.Length; i++)
            {
                if (fields[i].Type.Kind != TypeKind.String || keys[row][i].IsNull) continue;
                var text = keys[row][i].AsString;
                most += 2 + (3L * text.Length);
                if (!IsUnicode(text)) Refuse(keys[row], i, RowFaultReason.KeyInvalid, $"The key {fields[i].Name} of these rows is not valid Unicode.", row, ref bad);
            }

            if (most + (8 * fields.Length) > MaxBytes && Longest(fields, keys[row]) is { } longest)
                Refuse(keys[row], longest, RowFaultReason.KeyTooLong, FormattableString.Invariant($"The keys of these rows are longer than {MaxBytes} bytes."), row, ref bad);
        }
    }

    private static void Refuse(Value[] key, int column, RowFaultReason reason, string message, int row, ref List<BadCell>? bad)
    {
        key[column] = Value.Null;
        (bad ??= []).Add(new(row, reason, column, message));
    }

    private static bool IsUnicode(string text)
    {
        var surrogate = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (surrogate < 0) return true;
        for (var i = surrogate; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }

    /// <summary>The column that takes most of a key that is too long; null for one that is not.</summary>
    private static int? Longest(ImmutableArray<Field> fields, Value[] key)
    {
        var (sum, longest, column) = (0L, -1L, 0);
        for (var i = 0; i < fields.Length; i++)
        {
            var size = key[i].IsNull ? 0 : fields[i].Type.Kind != TypeKind.String ? 8 : 2 + Encoding.UTF8.GetByteCount(key[i].AsString) + key[i].AsString.AsSpan().Count('\0');
            sum += size;
            if (size > longest) (longest, column) = (size, i);
        }

        return sum > MaxBytes ? column : null;
    }
}

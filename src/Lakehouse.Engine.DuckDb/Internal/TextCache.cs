using System.Text;

namespace Lakehouse.Engine.DuckDb.Internal;

/// <summary>Recently decoded texts by their bytes, so that a column with few different values allocates few strings.</summary>
/// <remarks>Direct-mapped: a new text takes the slot of the old one, and memory stays small whatever the column holds.</remarks>
internal sealed class TextCache
{
    private const int Slots = 1024;
    private const int LongestCached = 64;

    private readonly (byte[] Bytes, string Text)[] slots = new (byte[], string)[Slots];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestCached) return Encoding.UTF8.GetString(utf8);
        var hash = 17u;
        foreach (var unit in utf8) hash = (hash * 31) + unit;
        ref var slot = ref slots[hash % Slots];
        if (slot.Bytes is null || !utf8.SequenceEqual(slot.Bytes)) slot = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        return slot.Text;
    }
}

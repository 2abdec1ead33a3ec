using System.Text;

namespace Lakehouse.Engine.DuckDb.Internal.Rows;

/// <summary>Gives equal UTF-8 the same string again without decoding it, as long as another text has not taken its slot; long texts are always decoded.</summary>
internal sealed class TextCache
{
    private const int Slots = 1024;
    private const int MaxBytes = 32;
    private readonly (byte[] Utf8, string Text)[] slots = new (byte[], string)[Slots];

    /// <summary>The text of these bytes.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes) return Encoding.UTF8.GetString(utf8);
        var hash = 2166136261u;
        foreach (var b in utf8) hash = (hash ^ b) * 16777619u;
        ref var slot = ref slots[hash % Slots];
        if (slot.Utf8 is null || !utf8.SequenceEqual(slot.Utf8)) slot = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        return slot.Text;
    }
}

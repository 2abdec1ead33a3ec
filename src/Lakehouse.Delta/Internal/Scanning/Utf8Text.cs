using System.Text;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>Text ordered by its UTF-8 bytes, as Delta's bounds of strings are.</summary>
/// <param name="text">The text.</param>
internal sealed class Utf8Text(string text) : IComparable
{
    private readonly byte[] bytes = Encoding.UTF8.GetBytes(text);

    public int CompareTo(object? obj) => obj is Utf8Text other ? bytes.AsSpan().SequenceCompareTo(other.bytes) : 1;

    public bool StartsWith(string prefix) => bytes.AsSpan().StartsWith(Encoding.UTF8.GetBytes(prefix));
}

namespace Lakehouse.Features;

/// <summary>Text compared by its UTF-8 bytes, which is code point order (semantics §1).</summary>
/// <remarks>UTF-16 order differs only between surrogates and U+E000 to U+FFFF, so code units are moved to code point order before they are compared.</remarks>
public sealed class Utf8Order : IComparer<string>
{
    /// <summary>The one instance.</summary>
    public static Utf8Order Comparer { get; } = new();

    /// <summary>Negative, zero or positive as <paramref name="x"/> stands before, at or after <paramref name="y"/>; null first.</summary>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var common = x.AsSpan().CommonPrefixLength(y);
        if (common == x.Length || common == y.Length) return x.Length - y.Length;
        return Rank(x[common]) - Rank(y[common]);
    }

    private static int Rank(char unit) => unit switch
    {
        >= '\uE000' => unit - 0x800,
        >= '\uD800' => unit + 0x2000,
        _ => unit,
    };
}

namespace Lakehouse.Features.Internal.Evaluation;

/// <summary>Text by code points and ASCII letters.</summary>
internal static class Text
{
    internal static long Length(string text)
    {
        var units = text.Length;
        foreach (var unit in text)
        {
            if (char.IsLowSurrogate(unit)) units--;
        }

        return units;
    }

    internal static string Upper(string text) => text.AsSpan().ContainsAnyInRange('a', 'z') ? Shift(text, 'a', -32) : text;

    internal static string Lower(string text) => text.AsSpan().ContainsAnyInRange('A', 'Z') ? Shift(text, 'A', 32) : text;

    private static string Shift(string text, char first, int distance) => string.Create(text.Length, (text, first, distance), static (span, state) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            var unit = state.text[i];
            span[i] = (uint)(unit - state.first) < 26 ? (char)(unit + state.distance) : unit;
        }
    });

    internal static string Substring(string text, long start, long length)
    {
        var from = Index(text, 0, start);
        return text[from..Index(text, from, length)];
    }

    /// <summary>The place of the code point <paramref name="count"/> further on, or the end.</summary>
    private static int Index(string text, int from, long count)
    {
        var index = from;
        while (count-- > 0 && index < text.Length) index += char.IsHighSurrogate(text[index]) ? 2 : 1;
        return index;
    }
}

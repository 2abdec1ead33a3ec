using System.Buffers;
using System.Text;

namespace Lakehouse.Delta.Internal;

/// <summary>How the log spells paths of data files.</summary>
internal static class DeltaPath
{
    private const string EncodedAscii = " \"#%<>?[\\]^{|}`";
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789+-.");
    private const string HiveEscaped = "\"#%'*/:=?\\\u007f{[]^";

    /// <summary>Encodes a relative path exactly as java.net.URI prints it: Spark's VACUUM compares the strings.</summary>
    public static string Encode(string path)
    {
        var text = new StringBuilder(path.Length);
        foreach (var rune in path.EnumerateRunes())
        {
            var encode = rune.IsAscii
                ? rune.Value < 0x20 || rune.Value == 0x7f || EncodedAscii.Contains((char)rune.Value)
                : Rune.IsControl(rune) || Rune.IsSeparator(rune);
            if (encode) AppendEncoded(text, rune);
            else text.Append(rune.ToString());
        }

        return text.ToString();
    }

    /// <summary>The path of a file as storage knows it: decoded once; relative to the root unless it was absolute.</summary>
    /// <exception cref="DeltaException">The path has a scheme other than <c>file:</c>.</exception>
    public static string Decode(string path)
    {
        var decoded = Uri.UnescapeDataString(path);
        if (decoded.StartsWith("file:", StringComparison.Ordinal)) return "/" + decoded[5..].TrimStart('/');
        var colon = decoded.IndexOf(':');
        if (colon > 1 && decoded.AsSpan(colon).StartsWith("://") && decoded.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0)
            throw new DeltaException(DeltaErrorCode.UnsupportedFeature, $"The log names a file of another store, '{path}'; only files on local disk can be read.");
        return decoded;
    }

    /// <summary>The directory name of a partition value by Hive's convention.</summary>
    public static string PartitionDirectory(string column, string? value) =>
        HiveEscape(column) + "=" + (string.IsNullOrEmpty(value) ? "__HIVE_DEFAULT_PARTITION__" : HiveEscape(value));

    private static string HiveEscape(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            if (c < 0x20 || HiveEscaped.Contains(c)) text.Append('%').Append(((int)c).ToString("X2"));
            else text.Append(c);
        }

        return text.ToString();
    }

    private static void AppendEncoded(StringBuilder text, Rune rune)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var length = rune.EncodeToUtf8(utf8);
        foreach (var b in utf8[..length]) text.Append('%').Append(b.ToString("X2"));
    }
}

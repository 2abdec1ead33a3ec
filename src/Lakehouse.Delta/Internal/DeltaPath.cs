using System.Buffers;
using System.Text;
using Lakehouse.Delta.Storage.Azure;

namespace Lakehouse.Delta.Internal;

/// <summary>How the log spells paths of data files.</summary>
internal static class DeltaPath
{
    private const string EncodedAscii = " \"#%<>?[\\]^{|}`";
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
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

    /// <summary>The one spelling by which a file is known: decoded once, relative to the root where it lies under it, else absolute.</summary>
    /// <param name="root">The table's root: a local directory, or a place in Azure storage.</param>
    /// <param name="path">The path as the log spells it: relative, absolute, or with a scheme.</param>
    /// <exception cref="DeltaException">The path names a file of another store.</exception>
    public static string Canonical(string root, string path)
    {
        var decoded = Uri.UnescapeDataString(path);
        var hasScheme = HasScheme(path);
        if (!hasScheme && !IsDrivePath(decoded) && !decoded.StartsWith('/') && !decoded.Contains("./") && !decoded.Contains("//")) return decoded;
        var canonical = AzureLocation.IsAzure(root)
            ? AzureTablePath.Canonical(AzureLocation.Parse(root), decoded, hasScheme)
            : LocalTablePath.Canonical(root, decoded, hasScheme, OperatingSystem.IsWindows());
        return canonical ?? throw new DeltaException(
            DeltaErrorCode.UnsupportedFeature,
            $"Table '{root}': the log names a file of another store, '{path}'. Only files of the table's own disk or container can be read: copy the table's rows into one place.");
    }

    /// <summary>The directory name of a partition value by Hive's convention.</summary>
    public static string PartitionDirectory(string column, string? value) =>
        HiveEscape(column) + "=" + (string.IsNullOrEmpty(value) ? "__HIVE_DEFAULT_PARTITION__" : HiveEscape(value));

    /// <summary>A scheme is at least two letters, so that a drive letter is none.</summary>
    private static bool HasScheme(string path)
    {
        var colon = path.IndexOf(":/", StringComparison.Ordinal);
        return colon > 1 && char.IsAsciiLetter(path[0]) && path.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0;
    }

    private static bool IsDrivePath(string path) => path.Length > 2 && path[1] == ':' && path[2] is '/' or '\\' && char.IsAsciiLetter(path[0]);

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

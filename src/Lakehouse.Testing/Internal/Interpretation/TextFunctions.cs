using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Lakehouse.Features;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Internal.Interpretation;

/// <summary>Functions of text, on lists of code points.</summary>
internal static class TextFunctions
{
    internal static object? Of(Interpreter interpreter, CallExpr call)
    {
        var a = call.Arguments.Select(interpreter.Narrow).ToArray();
        if (a.Any(part => part is null)) return null;
        return call.Function switch
        {
            Function.ToText => Canonical(a[0]!, call.Arguments[0].Type),
            Function.Length => new ExactNumber(Points(a[0]).Length, 0),
            Function.Trim => ((string)a[0]!).Trim(' '),
            Function.Upper => Folded(a[0], 'a', 'z', 'A' - 'a'),
            Function.Lower => Folded(a[0], 'A', 'Z', 'a' - 'A'),
            Function.Concat => string.Concat(a.Select(part => (string)part!)),
            Function.Contains => Enumerable.Range(0, Points(a[0]).Length + 1).Any(i => StartsAt(Points(a[0]), i, Points(a[1]))),
            Function.StartsWith => StartsAt(Points(a[0]), 0, Points(a[1])),
            Function.EndsWith => StartsAt(Points(a[0]), Points(a[0]).Length - Points(a[1]).Length, Points(a[1])),
            Function.Replace => Replaced(Points(a[0]), Points(a[1]), (string)a[2]!),
            Function.Substring => Substring(Points(a[0]), Whole(a[1]), a.Length > 2 ? Whole(a[2]) : long.MaxValue),
            Function.HashBucket => new ExactNumber(Hash((string)a[2]!, (string)a[0]!) % Whole(a[1]), 0),
            _ => throw new InvalidOperationException($"{call.Function} is no function of text."),
        };
    }

    /// <summary>The first 13 hex digits of md5(utf8(seed + ":" + id)).</summary>
    [SuppressMessage("Security", "CA5351", Justification = "A spreading function that every engine has, not a safeguard.")]
    internal static long Hash(string seed, string id) =>
        long.Parse(Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes($"{seed}:{id}")))[..13], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static Rune[] Points(object? text) => [.. ((string)text!).EnumerateRunes()];

    private static BigInteger Whole(object? number) => ((ExactNumber)number!).Unscaled;

    private static string Folded(object? text, char first, char last, int distance) =>
        string.Concat(((string)text!).Select(c => c >= first && c <= last ? (char)(c + distance) : c));

    private static bool StartsAt(Rune[] text, int at, Rune[] part) => at >= 0 && at + part.Length <= text.Length && text.AsSpan(at, part.Length).SequenceEqual(part);

    private static string Replaced(Rune[] text, Rune[] old, string with)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            var found = old.Length > 0 && StartsAt(text, i, old);
            result.Append(found ? with : text[i].ToString());
            i += found ? old.Length : 1;
        }

        return result.ToString();
    }

    private static string? Substring(Rune[] text, BigInteger start, BigInteger length)
    {
        if (start < 0 || length < 0) return null;
        int from = (int)BigInteger.Min(start, text.Length), count = (int)BigInteger.Min(length, text.Length - from);
        return string.Concat(text.Skip(from).Take(count).Select(r => r.ToString()));
    }

    private static string Canonical(object value, DataType type) => (value, type.Kind) switch
    {
        (bool flag, _) => flag ? "true" : "false",
        (string text, _) => text,
        (ExactNumber number, _) => Digits(number.Unscaled, type.Scale),
        (long days, TypeKind.Date) => CalendarDay.Of(days).ToString(),
        (long micros, _) => CalendarDay.InstantText(micros) + (type.Kind == TypeKind.Timestamp ? "Z" : ""),
        _ => throw new InvalidOperationException($"{type} has no canonical text."),
    };

    private static string Digits(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var sign = unscaled.Sign < 0 ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }
}

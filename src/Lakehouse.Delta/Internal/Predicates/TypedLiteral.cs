using System.Globalization;

namespace Lakehouse.Delta.Internal.Predicates;

/// <summary>A literal as written: its token and the type word before it, if any.</summary>
/// <param name="Token">The token.</param>
/// <param name="TypeWord">DATE, TIMESTAMP and its kinds in upper case, or null.</param>
internal readonly record struct TypedLiteral(Token Token, string? TypeWord)
{
    private static readonly string[] TypeWords = ["DATE", "TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP_LTZ", "TIMESTAMP_NTZ"];

    public static bool IsTypeWord(Token token) => token.Kind == TokenKind.Word && TypeWords.Contains(token.Text, StringComparer.OrdinalIgnoreCase);

    /// <summary>The literal as a number; null when it is none.</summary>
    public ExactNumber? Number => Token.Kind is TokenKind.Number or TokenKind.Text && TypeWord is null ? ExactNumber.TryParse(Token.Text.Trim()) : null;

    /// <summary>The literal as a value of a type that is neither whole nor decimal; null when it does not fit.</summary>
    public object? Value(string type) => (Token.Kind, type) switch
    {
        (TokenKind.Word, "boolean") => Token.IsWord("TRUE"),
        (TokenKind.Text, "boolean") when TypeWord is null => bool.TryParse(Token.Text, out var flag) ? flag : null,
        (TokenKind.Number or TokenKind.Text, "double") when TypeWord is null => Double(Token.Text),
        (TokenKind.Number or TokenKind.Text, "float") when TypeWord is null => Float(Token.Text),
        (TokenKind.Text, "string") when TypeWord is null => Token.Text,
        (TokenKind.Text, "binary") when TypeWord is null => Base64(Token.Text),
        (TokenKind.Hex, "binary") => Hex(Token.Text),
        (TokenKind.Text, "date") => Date(Token.Text),
        (TokenKind.Text, "timestamp") => TypeWord is null or not "TIMESTAMP_NTZ" ? TimeText.TryParse(Token.Text)?.Utc : null,
        (TokenKind.Text, "timestamp_ntz") =>
            TypeWord is null or "DATE" or "TIMESTAMP" or "TIMESTAMP_NTZ" && TimeText.TryParse(Token.Text) is { HasZone: false } local ? local.Utc : null,
        _ => null,
    };

    /// <summary>How a literal of the type is written.</summary>
    public static string Example(DeltaType type) => (type as PrimitiveType)?.Name switch
    {
        "boolean" => "TRUE or FALSE",
        "string" => "text in single quotes",
        "date" => "DATE '2001-03-01'",
        "timestamp" => "TIMESTAMP '2001-03-01T12:00:00Z'",
        "timestamp_ntz" => "TIMESTAMP_NTZ '2001-03-01T12:00:00'",
        "binary" => "X'00FF', or base64 in single quotes",
        "double" or "float" => "a number, 'NaN', 'Infinity' or '-Infinity'",
        "long" or "integer" or "short" or "byte" or ['d', 'e', 'c', ..] => "a number",
        _ => "IS NULL or IS NOT NULL: columns of this type cannot be compared",
    };

    private static double? Double(string text) => text.Trim() switch
    {
        "NaN" => double.NaN,
        "Infinity" or "+Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        var digits => double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
    };

    /// <summary>The nearest number that the column can hold; one beyond its range stays as it is, so that no infinity takes its place.</summary>
    private static double? Float(string text) =>
        Double(text) is { } number ? (double.IsFinite(number) && Math.Abs(number) > float.MaxValue ? number : (double)(float)number) : null;

    private static DateOnly? Date(string text) =>
        TimeText.TryParse(text) is { HasZone: false, Utc: var time } && time.TimeOfDay == TimeSpan.Zero ? DateOnly.FromDateTime(time) : null;

    private static byte[]? Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private static byte[]? Hex(string text) => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;
}

using System.Globalization;
using Lakehouse.Cli.Output;
using Lakehouse.Delta;

namespace Lakehouse.Cli.Filters;

/// <summary>Literals of a <c>--where</c> text, typed by the column that they are compared with.</summary>
internal static class WhereLiteral
{
    /// <summary>True when a literal begins at the token: a number, a text, TRUE, FALSE, TIMESTAMP '…' or DATE '…'.</summary>
    public static bool Begins(WhereToken token) =>
        token.Kind is WhereTokenKind.Number or WhereTokenKind.Text || token.IsWord("TRUE") || token.IsWord("FALSE") || token.IsWord("TIMESTAMP") || token.IsWord("DATE");

    /// <summary>The position after the literal.</summary>
    public static int End(List<WhereToken> tokens, int at) => at + (IsTyped(tokens, at) ? 2 : 1);

    /// <exception cref="UsageException">The literal does not fit the column's type.</exception>
    public static object Read(List<WhereToken> tokens, ref int at, TableColumn column)
    {
        var token = tokens[at + (IsTyped(tokens, at) ? 1 : 0)];
        at = End(tokens, at);
        return Convert(token, column) ?? throw new UsageException(
            $"--where: '{token.Text}' at position {token.Position + 1} does not fit column {column.Name} of type {TypeText.Of(column.Type)}; write {Example(column.Type)}.");
    }

    private static bool IsTyped(List<WhereToken> tokens, int at) => (tokens[at].IsWord("TIMESTAMP") || tokens[at].IsWord("DATE")) && tokens[at + 1].Kind == WhereTokenKind.Text;

    private static object? Convert(WhereToken token, TableColumn column) => (token.Kind, (column.Type as PrimitiveType)?.Name) switch
    {
        (WhereTokenKind.Word, "boolean") => token.IsWord("TRUE"),
        (WhereTokenKind.Number, "long" or "integer" or "short" or "byte") => Number(token.Text),
        (WhereTokenKind.Number, "double" or "float") => double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        (WhereTokenKind.Number, ['d', 'e', 'c', 'i', ..]) => Decimal(token.Text),
        (WhereTokenKind.Text, "double" or "float") => token.Text switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => null,
        },
        (WhereTokenKind.Text, "string") => token.Text,
        (WhereTokenKind.Text, "date") => DateOnly.TryParseExact(token.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        (WhereTokenKind.Text, "timestamp") => Instant.TryParse(token.Text) is { } micros ? Instant.FromMicros(micros).UtcDateTime : null,
        (WhereTokenKind.Text, "timestamp_ntz") => Instant.TryParse(token.Text.EndsWith('Z') ? "" : token.Text + "Z") is { } local ? Instant.FromMicros(local).UtcDateTime : null,
        (WhereTokenKind.Text, "binary") => Base64(token.Text),
        _ => null,
    };

    private static object? Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : Decimal(text);

    private static object? Decimal(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static byte[]? Base64(string text)
    {
        var bytes = new byte[text.Length];
        return System.Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private static string Example(DeltaType type) => (type as PrimitiveType)?.Name switch
    {
        "boolean" => "TRUE or FALSE",
        "string" => "text in single quotes",
        "date" => "'2001-03-01'",
        "timestamp" => "'2001-03-01T12:00:00Z'",
        "timestamp_ntz" => "'2001-03-01T12:00:00'",
        "binary" => "base64 in single quotes",
        "long" or "integer" or "short" or "byte" or "double" or "float" => "a number",
        ['d', 'e', 'c', ..] => "a number",
        _ => "IS NULL or IS NOT NULL: columns of this type cannot be compared",
    };
}

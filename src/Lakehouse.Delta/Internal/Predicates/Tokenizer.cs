namespace Lakehouse.Delta.Internal.Predicates;

/// <summary>Cuts a condition's text into tokens.</summary>
internal static class Tokenizer
{
    private static readonly string[] Symbols = ["<=>", "<=", ">=", "<>", "!=", "==", "=", "<", ">", "(", ")", ",", "."];

    /// <exception cref="DeltaException">A character that no token begins with, or a quote that is not closed.</exception>
    public static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            tokens.Add(Next(text, at, out var end));
            at = end;
        }

        tokens.Add(new(TokenKind.End, "", text.Length));
        return tokens;
    }

    private static Token Next(string text, int at, out int end)
    {
        var c = text[at];
        var next = at + 1 < text.Length ? text[at + 1] : '\0';
        if (c == '\'') return new(TokenKind.Text, Quoted(text, at, out end), at);
        if (c is '"' or '`') return new(TokenKind.QuotedName, Quoted(text, at, out end), at);
        if (c is 'x' or 'X' && next == '\'') return new(TokenKind.Hex, Quoted(text, at + 1, out end), at);
        if (char.IsAsciiDigit(c) || (c is '-' or '+' or '.' && (char.IsAsciiDigit(next) || (c != '.' && next == '.')))) return Number(text, at, out end);
        if (char.IsLetter(c) || c == '_')
        {
            end = at;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '$')) end++;
            return new(TokenKind.Word, text[at..end], at);
        }

        foreach (var symbol in Symbols)
        {
            if (!text.AsSpan(at).StartsWith(symbol, StringComparison.Ordinal)) continue;
            end = at + symbol.Length;
            return new(TokenKind.Symbol, symbol, at);
        }

        throw PredicateParser.Wrong($"'{c}' at position {at + 1} is not understood; {PredicateParser.Help}");
    }

    private static Token Number(string text, int at, out int end)
    {
        end = at + 1;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or 'e' or 'E' || (text[end] is '-' or '+' && text[end - 1] is 'e' or 'E'))) end++;
        return new(TokenKind.Number, text[at..end], at);
    }

    private static string Quoted(string text, int at, out int end)
    {
        var quote = text[at];
        for (end = at + 1; end < text.Length; end++)
        {
            if (text[end] != quote) continue;
            if (end + 1 < text.Length && text[end + 1] == quote)
            {
                end++;
                continue;
            }

            var inner = text[(at + 1)..end];
            end++;
            return inner.Replace(new string(quote, 2), quote.ToString());
        }

        throw PredicateParser.Wrong($"the quote at position {at + 1} is not closed.");
    }
}

namespace Lakehouse.Cli.Filters;

/// <summary>Cuts a <c>--where</c> text into tokens.</summary>
internal static class WhereTokenizer
{
    private static readonly string[] Symbols = ["<=", ">=", "<>", "!=", "=", "<", ">", "(", ")", ","];

    /// <exception cref="UsageException">A character that no token begins with, or a quote that is not closed.</exception>
    public static List<WhereToken> Read(string text)
    {
        var tokens = new List<WhereToken>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var token = Next(text, at, out var end);
            tokens.Add(token);
            at = end;
        }

        tokens.Add(new(WhereTokenKind.End, "end", text.Length));
        return tokens;
    }

    private static WhereToken Next(string text, int at, out int end)
    {
        var c = text[at];
        if (c is '\'' or '"') return new(c == '"' ? WhereTokenKind.QuotedName : WhereTokenKind.Text, Quoted(text, at, out end), at);
        if (char.IsAsciiDigit(c) || (c is '-' or '+' or '.' && at + 1 < text.Length && (char.IsAsciiDigit(text[at + 1]) || text[at + 1] == '.'))) return Number(text, at, out end);
        if (char.IsLetter(c) || c == '_')
        {
            end = at;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '$')) end++;
            return new(WhereTokenKind.Word, text[at..end], at);
        }

        foreach (var symbol in Symbols)
        {
            if (!text.AsSpan(at).StartsWith(symbol, StringComparison.Ordinal)) continue;
            end = at + symbol.Length;
            return new(WhereTokenKind.Symbol, symbol, at);
        }

        throw new UsageException($"--where: '{c}' at position {at + 1} is not understood; {WhereParser.Help}");
    }

    private static WhereToken Number(string text, int at, out int end)
    {
        end = at + 1;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or 'e' or 'E' || ((text[end] is '-' or '+') && (text[end - 1] is 'e' or 'E')))) end++;
        return new(WhereTokenKind.Number, text[at..end], at);
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

        throw new UsageException($"--where: the quote at position {at + 1} is not closed.");
    }
}

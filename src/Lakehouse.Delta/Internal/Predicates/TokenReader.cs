namespace Lakehouse.Delta.Internal.Predicates;

/// <summary>A place in a condition's tokens.</summary>
/// <param name="tokens">The tokens; the last is the end.</param>
internal sealed class TokenReader(List<Token> tokens)
{
    private int at;

    public Token Current => tokens[at];

    public Token Next => tokens[Math.Min(at + 1, tokens.Count - 1)];

    public Token Take() => Current.Kind == TokenKind.End ? Current : tokens[at++];

    public bool TakeWord(string keyword)
    {
        if (!Current.IsWord(keyword)) return false;
        at++;
        return true;
    }

    public bool TakeSymbol(string symbol)
    {
        if (!Current.IsSymbol(symbol)) return false;
        at++;
        return true;
    }

    public void Expect(string symbol)
    {
        if (!TakeSymbol(symbol)) throw Unexpected($"'{symbol}'");
    }

    public void ExpectWord(string keyword)
    {
        if (!TakeWord(keyword)) throw Unexpected(keyword);
    }

    public DeltaException Unexpected(string expected)
    {
        var found = Current.Kind == TokenKind.End ? "the end" : $"'{Current.Text}'";
        return PredicateParser.Wrong($"expected {expected} at position {Current.Position + 1}, found {found}; {PredicateParser.Help}");
    }
}
